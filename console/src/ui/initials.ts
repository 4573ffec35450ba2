/** The first letters of the first and the last word of a name: "JD". Letters and digits only, so that nothing else is shown. */
export function initials(name: string): string {
  const words = name.replace(/@.*/s, "").match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu) ?? [];
  const all = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return all.map((word) => [...word][0]!.toUpperCase()).join("") || "?";
}
