/** The recorded names that a text doesn't mention. */
export function unexplained(text: string, names: readonly string[]): string[] {
  return names.filter((name) => !mentions(text, name));
}

/**
 * Whether a text contains a name as a whole word, ignoring case. A hyphen or dot inside a word belongs to it: PRODUCTION-EU doesn't
 * mention PRODUCTION. The dot at the end of a sentence doesn't.
 */
export function mentions(text: string, name: string): boolean {
  if (name === "") return true;
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}_][-.])${escaped}(?![\\p{L}\\p{N}_])(?![-.][\\p{L}\\p{N}_])`, "iu").test(text);
}

/** Inserts a list item for a name at the end of its section, or after the cursor's line when there is no such section. */
export function insertName(text: string, at: number, name: string, heading: string): { text: string; cursor: number } {
  const end = endOfSection(text, heading) ?? endOfLine(text, at);
  const before = text.slice(0, end);
  const line = `${before === "" || before.endsWith("\n") ? "" : "\n"}- \`${name.replaceAll("`", "'")}\`: `;
  return { text: before + line + text.slice(end), cursor: end + line.length };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** The end of a section's last non-blank line. A longer heading matches too, such as "Types of events". */
function endOfSection(text: string, heading: string): number | null {
  const found = new RegExp(`^#{1,6}[ \\t]+${heading}\\b.*$`, "im").exec(text);
  if (!found) return null;
  const start = found.index + found[0].length;
  const next = /^#{1,6}[ \t]/m.exec(text.slice(start));
  return start + text.slice(start, next ? start + next.index : undefined).trimEnd().length;
}
