import type { Place } from "../cell/shape";

/** What of the grid is shown, as the address says it. */
export interface View {
  /** The moment, as written; empty for now. */
  at: string;
  onlyDifferences: boolean;
  /** The cell whose history is open. */
  cell: Place | null;
}

export function readView(address: URLSearchParams): View {
  const [source, subject] = address.getAll("cell");
  const at = (address.get("at") ?? "").trim();
  return {
    at: at.toLowerCase() === "now" ? "" : at,
    onlyDifferences: address.get("diff") === "only",
    cell: source ? { source, subject: subject || null } : null,
  };
}

/** The parameters that say a view; what is as by default is left out. */
export function writeView(view: Partial<View>): Record<string, string | readonly string[] | null> {
  return {
    ...(view.at !== undefined && { at: view.at || null }),
    ...(view.onlyDifferences !== undefined && { diff: view.onlyDifferences ? "only" : null }),
    ...(view.cell !== undefined && { cell: view.cell ? [view.cell.source, view.cell.subject ?? ""] : null }),
  };
}
