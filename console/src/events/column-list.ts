/** A column of the list: a member of the event, or `data.` and the name of a member of its data. */
export type Column = string;

export const standard: readonly { id: Column; label: string; width: string }[] = [
  { id: "severity", label: "Severity", width: "5.6rem" },
  { id: "time", label: "Time", width: "4.6rem" },
  { id: "age", label: "Age", width: "5rem" },
  { id: "type", label: "Type", width: "minmax(0, 1.3fr)" },
  { id: "source", label: "System", width: "minmax(0, 1.7fr)" },
  { id: "subject", label: "Environment", width: "minmax(0, 1.2fr)" },
  { id: "version", label: "Version", width: "minmax(0, 0.7fr)" },
  { id: "description", label: "Description", width: "minmax(0, 1.9fr)" },
];

export const ids = standard.map((column) => column.id);
const maxColumns = 16;

export const isData = (column: Column) => column.startsWith("data.") && column.length > "data.".length;
export const labelOf = (column: Column) => standard.find((one) => one.id === column)?.label ?? column.slice("data.".length);
export const widthOf = (column: Column) => standard.find((one) => one.id === column)?.width ?? "minmax(0, 1fr)";

/** Reads columns as written in the address. Null for none that are known. */
export function readColumns(text: string | null): Column[] | null {
  const named = [...new Set((text ?? "").split(",").map((one) => one.trim()))].filter((one) => ids.includes(one) || isData(one));
  return named.length > 0 ? named.slice(0, maxColumns) : null;
}

/** Adds or removes a column. A standard one returns to its place, members of data come last. */
export function toggleColumn(columns: readonly Column[], column: Column): Column[] {
  const others = columns.filter((one) => one !== column);
  if (others.length < columns.length) return others.length > 0 ? others : [...columns];
  const all = [...columns, column];
  return [...ids.filter((id) => all.includes(id)), ...all.filter(isData)];
}

/** A member of an event's data as one line of text. Dots lead into objects; empty when there is none. */
export function dataText(data: unknown, column: Column): string {
  let value = data;
  const whole = column.slice("data.".length);
  const own = (of: unknown, name: string) => (typeof of === "object" && of !== null && Object.hasOwn(of, name) ? of : null);
  const direct = own(data, whole) as Record<string, unknown> | null;
  if (direct) value = direct[whole];
  else for (const name of whole.split(".")) value = (own(value, name) as Record<string, unknown> | null)?.[name];
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
