import type { components } from "../../api/schema";

export type Hours = NonNullable<components["schemas"]["Settings"]["businessHours"]>;

export const days = [
  { id: "mon", label: "Monday" },
  { id: "tue", label: "Tuesday" },
  { id: "wed", label: "Wednesday" },
  { id: "thu", label: "Thursday" },
  { id: "fri", label: "Friday" },
  { id: "sat", label: "Saturday" },
  { id: "sun", label: "Sunday" },
] as const;

/** What the form holds: the times stay there while the hours are switched off, so that switching back loses nothing. */
export interface HoursForm {
  set: boolean;
  days: readonly string[];
  from: string;
  to: string;
}

export function toForm(hours: Hours | null | undefined): HoursForm {
  return hours
    ? { set: true, days: hours.days, from: hours.from, to: hours.to }
    : { set: false, days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00" };
}

/** As the API takes them: days in the order of the week, null for none. Some browsers add seconds to a time, which the wire does not have. */
export function toWire(form: HoursForm): Hours | null {
  return form.set
    ? { days: days.map((day) => day.id).filter((id) => form.days.includes(id)), from: form.from.slice(0, 5), to: form.to.slice(0, 5) }
    : null;
}

export function toggleDay(form: HoursForm, day: string): HoursForm {
  return { ...form, days: form.days.includes(day) ? form.days.filter((other) => other !== day) : [...form.days, day] };
}
