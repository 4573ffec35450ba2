import { plain } from "./event-text";

/** Escapes untrusted text for use within a line of Markdown. */
export const markdownText = (text: string) => plain(text.replace(/\s+/g, " ")).replace(/[\\`*_[\]<>#|~&!]/g, "\\$&");

/** Formats text as inline code, with a fence longer than any run of backticks in it. */
export function markdownCode(text: string): string {
  const clean = plain(text.replace(/\s+/g, " "));
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`;
}
