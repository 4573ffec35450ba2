import { api, get } from "../api/client";
import type { components } from "../api/schema";
import type { Settings } from "./edit";
import { known } from "./known";

export type SettingsAnswer = components["schemas"]["SettingsAnswer"];

async function remember(call: Promise<SettingsAnswer>): Promise<SettingsAnswer> {
  const answer = await call;
  known.value = answer.data;
  return answer;
}

export const readSettings = () => remember(get(api.GET("/api/v1/settings")));

export const readLookAlikes = async () => (await get(api.GET("/api/v1/look-alikes"))).data;

/** Saves settings. The API replaces them as a whole, and only at the revision that was read. */
export function saveSettings(body: Settings, revision: number): Promise<SettingsAnswer> {
  const params = { header: { "If-Match": `"${revision}"` } };
  return remember(get(api.PUT("/api/v1/settings", { params, body })));
}

let first: Promise<unknown> | null = null;

/** Reads the settings once, for what only needs some. Without them, names and links are as sent. */
export function ensureSettings(): void {
  first ??= readSettings().catch(() => (first = null));
}
