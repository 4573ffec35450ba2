import { searchParams } from "../ui/router";
import { IncidentList } from "./list/list";
import { IncidentPage } from "./one/page";

/** The list of incidents, or with a number in the address one of them. */
export function IncidentsPage() {
  const number = searchParams.value.get("number");
  const source = searchParams.value.get("source");
  return number === null ? <IncidentList /> : <IncidentPage key={JSON.stringify([number, source])} number={number} source={source} />;
}
