import { api, get } from "../api/client";
import { loadSession } from "../session";

/** Records the demo month into an organization of its own, and looks at that one from now on. */
export async function loadDemo(): Promise<void> {
  await get(api.POST("/api/v1/demo" as "/api/v1/sign-in-links"));
  await loadSession();
}
