import { signal } from "@preact/signals";
import { api, get } from "../api/client";
import { onRemoved } from "../event/removed";

/** When incidents were opened, for the slider. */
export const openings = signal<readonly number[]>([]);

let isRead = false;
onRemoved(() => (isRead = false));

/** Reads the newest incidents once, when the browser is idle. The slider is complete without them, so a failure isn't shown. */
export function followIncidents(): () => void {
  const read = async () => {
    if (isRead) return;
    isRead = true;
    try {
      const { data } = await get(api.GET("/api/v1/incidents", { params: { query: { limit: "100" } } }));
      openings.value = data.map((incident) => Date.parse(incident.opened)).filter((opened) => !Number.isNaN(opened));
    } catch {
      isRead = false;
    }
  };
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(() => void read(), 1000);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(() => void read(), { timeout: 5000 });
  return () => cancelIdleCallback(idle);
}
