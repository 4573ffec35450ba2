import { signal } from "@preact/signals";
import { api, get } from "../api/client";

/** How many incidents are open, for the header and the title. Whoever learns of a change calls `readOpenIncidents`. */
export const openIncidents = signal(0);

const most = 100;
let round = 0;

/** Counts the open incidents. Keeps the last count when that fails. */
export async function readOpenIncidents(): Promise<void> {
  const mine = ++round;
  try {
    const query = { state: ["open" as const, "acknowledged" as const], limit: String(most) };
    const { data } = await get(api.GET("/api/v1/incidents", { params: { query } }));
    if (mine === round) openIncidents.value = data.length;
  } catch {
    // The page itself reports that the server can't be reached.
  }
}
