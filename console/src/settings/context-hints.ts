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

/** A line of a list that waits for what the name means, put at the end of the line in which the cursor stands. */
export function insertName(text: string, at: number, name: string): { text: string; cursor: number } {
  const endOfLine = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
  const before = text.slice(0, endOfLine);
  const line = `${before === "" || before.endsWith("\n") ? "" : "\n"}- \`${name.replaceAll("`", "'")}\`: `;
  return { text: before + line + text.slice(endOfLine), cursor: endOfLine + line.length };
}
