import { signal } from "@preact/signals";

export type Zone = "utc" | "local";

function remembered(): Zone {
  try {
    return localStorage.getItem("tz") === "utc" ? "utc" : "local";
  } catch {
    return "local";
  }
}

/** In which zone times are shown; an address that names one wins over what is remembered. */
export const zone = signal<Zone>(remembered());

export function setZone(chosen: Zone): void {
  zone.value = chosen;
  try {
    localStorage.setItem("tz", chosen);
  } catch {
    // It then lasts until the page is left.
  }
}

/** The name of the zone that times are shown in, as the API takes it. */
export function zoneName(of: Zone): string {
  return of === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
