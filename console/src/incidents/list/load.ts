import { api, get } from "../../api/client";
import type { Incident } from "../suspicion";

export const states = ["open", "resolved", "notClosed"] as const;
export type State = (typeof states)[number];

export interface Filter {
  state: State | null;
  source: string | null;
  subject: string | null;
}

export interface Page {
  incidents: readonly Incident[];
  next: string | null;
}

/** An acknowledged incident is still open. */
const statesOf: Record<State, ("open" | "acknowledged" | "resolved" | "notClosed")[]> = {
  open: ["open", "acknowledged"],
  resolved: ["resolved"],
  notClosed: ["notClosed"],
};

export async function readIncidents({ state, source, subject }: Filter, cursor: string | null): Promise<Page> {
  const query = {
    limit: "50",
    ...(state !== null && { state: statesOf[state] }),
    ...(source !== null && { source: [source] }),
    ...(subject !== null && { subject: [subject] }),
    ...(cursor !== null && { cursor }),
  };
  const page = await get(api.GET("/api/v1/incidents", { params: { query } }));
  return { incidents: page.data, next: page.nextCursor };
}

/** A first page that was read again, followed by what later pages had. */
export function renewed(first: readonly Incident[], before: readonly Incident[], pageSize: number): readonly Incident[] {
  const seen = new Set(first.map((one) => one.ref));
  return [...first, ...before.slice(pageSize).filter((one) => !seen.has(one.ref))];
}

/** The names for the filters, those recorded last first. */
export async function readNames(): Promise<{ sources: string[]; subjects: string[] }> {
  const [sources, subjects] = await Promise.all([get(api.GET("/api/v1/sources")), get(api.GET("/api/v1/subjects"))]);
  const values = (answer: { data: readonly { value: string }[] }) => answer.data.map((one) => one.value).filter((value) => value !== "");
  return { sources: values(sources), subjects: values(subjects) };
}
