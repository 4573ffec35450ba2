import type { components } from "../../api/schema";
import { type HoursForm, toForm as hoursToForm, toWire as hoursToWire } from "./hours";
import { type Ladders, toWire as laddersToWire } from "./ladders";

export type Settings = components["schemas"]["Settings"];

export interface OrganizationForm {
  name: string;
  timeZone: string;
  ladders: Ladders;
  hours: HoursForm;
  /** Keeps the number of days while retention is off. */
  retention: { limited: boolean; days: string };
}

export function toForm(settings: Settings): OrganizationForm {
  return {
    name: settings.name ?? "",
    timeZone: settings.timeZone ?? "UTC",
    ladders: settings.ladders ?? [],
    hours: hoursToForm(settings.businessHours),
    retention: { limited: settings.retentionDays != null, days: String(settings.retentionDays ?? 365) },
  };
}

/**
 * All settings, because the API replaces them as a whole. Members that the form doesn't edit stay as they are. Sends invalid days
 * unchanged, so that the server reports the error.
 */
export function toWire(form: OrganizationForm, settings: Settings): Settings {
  const days = form.retention.days.trim();
  return {
    ...settings,
    name: form.name.trim(),
    ladders: laddersToWire(form.ladders),
    timeZone: form.timeZone.trim(),
    businessHours: hoursToWire(form.hours),
    retentionDays: form.retention.limited ? (/^\d+$/.test(days) ? Number(days) : (days as unknown as number)) : null,
  };
}

/** Whether saving would change anything. */
export function isChanged(form: OrganizationForm, settings: Settings): boolean {
  return JSON.stringify(toWire(form, settings)) !== JSON.stringify(toWire(toForm(settings), settings));
}
