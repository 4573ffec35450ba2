import { api, get } from "../../api/client";
import type { components } from "../../api/schema";
import { type Correction, type SeenType, withCorrection } from "./correction";

export interface Types {
  seen: readonly SeenType[];
  settings: components["schemas"]["SettingsAnswer"];
}

export async function readTypes(): Promise<Types> {
  const [settings, types] = await Promise.all([
    get(api.GET("/api/v1/settings")),
    get(api.GET("/api/v1/types", { params: { query: { include: ["meaning"] } } })),
  ]);
  return { settings, seen: types.data };
}

/** Saves what one type means. The API replaces the settings as a whole, and only at the revision that was read. */
export async function saveCorrection({ settings }: Types, type: string, correction: Correction): Promise<void> {
  const params = { header: { "If-Match": `"${settings.revision}"` } };
  await get(api.PUT("/api/v1/settings", { params, body: withCorrection(settings.data, type, correction) }));
}
