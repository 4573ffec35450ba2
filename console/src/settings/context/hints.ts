/** What a text does not mention of the names that were recorded. */
export function unexplained(text: string, names: readonly string[]): string[] {
  return names.filter((name) => !mentions(text, name));
}

/**
 * Whether a name stands in a text as a word, in any letter case. A hyphen or dot between letters or digits belongs to the word: PRODUCTION-EU does not
 * speak of PRODUCTION, and the dot that ends a sentence is none of the name's.
 */
export function mentions(text: string, name: string): boolean {
  if (name === "") return true;
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}_][-.])${escaped}(?![\\p{L}\\p{N}_])(?![-.][\\p{L}\\p{N}_])`, "iu").test(text);
}

/** A line of a list that waits for what the name means: at the end of the section with this heading, else below the line in which the cursor stands. */
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

/** Behind the last line that is not blank. A heading of more words counts too: "Types of events". */
function endOfSection(text: string, heading: string): number | null {
  const found = new RegExp(`^#{1,6}[ \\t]+${heading}\\b.*$`, "im").exec(text);
  if (!found) return null;
  const start = found.index + found[0].length;
  const next = /^#{1,6}[ \t]/m.exec(text.slice(start));
  return start + text.slice(start, next ? start + next.index : undefined).trimEnd().length;
}
