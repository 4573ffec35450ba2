import { findPattern, type LinkPattern } from "../../event/link-patterns";
import { repositoryOf } from "../../event/links-of";
import type { Settings } from "../../names/edit";

/** A pattern as typed. */
export interface Row {
  pattern: string;
  url: string;
  /** Separated by commas; empty for the version and all of data. */
  fields: string;
}

export const maxPatterns = 20;

export const examples: readonly { name: string; row: Row }[] = [
  {
    name: "Jira",
    row: { pattern: "{project}-{number}", url: "https://YOUR-SITE.atlassian.net/browse/{project}-{number}", fields: "" },
  },
  { name: "GitHub issue", row: { pattern: "#{number}", url: "https://github.com/{owner}/{repository}/issues/{number}", fields: "" } },
  { name: "Azure Boards", row: { pattern: "AB#{number}", url: "https://dev.azure.com/YOUR-ORG/_workitems/edit/{number}", fields: "" } },
  {
    name: "Commit",
    row: { pattern: "{commit}", url: "https://git.example.com/{owner}/{repository}/commit/{commit}", fields: "data.commit, version" },
  },
];

export const toRows = (settings: Settings): Row[] =>
  (settings.links ?? []).map(({ pattern, url, fields }) => ({ pattern, url, fields: fields?.join(", ") ?? "" }));

/** What the server gets. Empty rows are left out, so a path of an error counts the others only. */
export const toWire = (rows: readonly Row[]): LinkPattern[] & NonNullable<Settings["links"]> =>
  rows.filter(isFilled).map(({ pattern, url, fields }) => {
    const names = fields
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    return { pattern: pattern.trim(), url: url.trim(), ...(names.length > 0 && { fields: names }) };
  });

const isFilled = ({ pattern, url }: Row) => pattern.trim() !== "" || url.trim() !== "";

/** The path of each row in the server's errors; null for empty rows. */
export function wirePaths(rows: readonly Row[]): (string | null)[] {
  let at = -1;
  return rows.map((row) => (isFilled(row) ? `links[${++at}]` : null));
}

export const isChanged = (rows: readonly Row[], settings: Settings) =>
  JSON.stringify(toWire(rows)) !== JSON.stringify(toWire(toRows(settings)));

/** Where a text would lead. */
export const tryOut = (rows: readonly Row[], text: string, source: string): string[] =>
  toWire(rows).flatMap((pattern) => findPattern(pattern, text, repositoryOf(source)).map((match) => match.url));
