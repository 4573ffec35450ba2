import { signal } from "@preact/signals";

export type Zone = "utc" | "local";

function stored(): Zone {
  try {
    return localStorage.getItem("tz") === "utc" ? "utc" : "local";
  } catch {
    return "local";
  }
}

/** The zone for showing times. A zone in the address overrides the stored one. */
export const zone = signal<Zone>(stored());

export function setZone(chosen: Zone): void {
  zone.value = chosen;
  try {
    localStorage.setItem("tz", chosen);
  } catch {
    // The browser blocks storage. The choice lasts until reload.
  }
}

// The choice holds for every page, so also for those in other tabs.
if (typeof addEventListener === "function")
  addEventListener("storage", ({ key }) => {
    if (key === "tz") zone.value = stored();
  });

/** The zone's IANA name, for the API. */
export function zoneName(of: Zone): string {
  return of === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
