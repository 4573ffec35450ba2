import type { Incident } from "../cell/shape";
import { clockTime } from "../ui/when";
import type { Zone } from "../ui/zone";

/** Describes an open incident: "CRITICAL incident INC-42 open since 10:04: Checkout answers 500". */
export function incidentInWords({ severity, number, state, opened, description }: Incident, at: string, zone: Zone): string {
  const name = [severity, "incident", number].filter(Boolean).join(" ");
  const since = `open since ${clockTime(Date.parse(opened), Date.parse(at), zone)}`;
  return `${name} ${state === "acknowledged" ? `acknowledged, ${since}` : since}${description ? `: ${description}` : ""}`;
}
