import type { Place } from "../cell/shape";
import { type Sort, sorts } from "./arrange";

/** What the grid shows, as written in the address. */
export interface View {
  /** The time as written; empty means now. */
  at: string;
  onlyDifferences: boolean;
  /** Whether archived systems and environments are shown. */
  archived: boolean;
  cell: Place | null;
  /** Part of the names to show. */
  filter: string;
  sort: Sort;
}

export function readView(address: URLSearchParams): View {
  const [source, subject] = address.getAll("cell");
  const at = (address.get("at") ?? "").trim();
  return {
    at: at.toLowerCase() === "now" ? "" : at,
    onlyDifferences: address.get("diff") === "only",
    archived: address.get("archived") === "include",
    cell: source ? { source, subject: subject || null } : null,
    filter: address.get("filter") ?? "",
    sort: sorts.find((sort) => sort === address.get("sort")) ?? "name",
  };
}

/** The query parameters of a view, without default values. */
export function writeView(view: Partial<View>): Record<string, string | readonly string[] | null> {
  return {
    ...(view.at !== undefined && { at: view.at || null }),
    ...(view.onlyDifferences !== undefined && { diff: view.onlyDifferences ? "only" : null }),
    ...(view.archived !== undefined && { archived: view.archived ? "include" : null }),
    ...(view.cell !== undefined && { cell: view.cell ? [view.cell.source, view.cell.subject ?? ""] : null }),
    ...(view.filter !== undefined && { filter: view.filter || null }),
    ...(view.sort !== undefined && { sort: view.sort === "name" ? null : view.sort }),
  };
}
