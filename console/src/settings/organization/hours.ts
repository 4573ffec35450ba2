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

/** The form's values. Keeps days and times while business hours are off. */
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

/** The value for the API: days in week order, null for no business hours. Drops the seconds that some browsers add to a time. */
export function toWire(form: HoursForm): Hours | null {
  return form.set
    ? { days: days.map((day) => day.id).filter((id) => form.days.includes(id)), from: form.from.slice(0, 5), to: form.to.slice(0, 5) }
    : null;
}

export function toggleDay(form: HoursForm, day: string): HoursForm {
  return { ...form, days: form.days.includes(day) ? form.days.filter((other) => other !== day) : [...form.days, day] };
}
