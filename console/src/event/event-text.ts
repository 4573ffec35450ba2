/** A piece of text: either visible text, or the code point of an invisible character. */
export interface Piece {
  text: string;
  /** The name of the invisible character; null for visible text. */
  control: string | null;
}

const names: Record<number, string> = {
  0x061c: "Arabic letter mark",
  0x200b: "zero width space",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "pop directional formatting",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2060: "word joiner",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "pop directional isolate",
  0xfeff: "byte order mark",
};

/** Characters that change direction or are invisible. Joiners stay: emoji and some scripts need them. */
const steering = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e" +
    "\\u2060-\\u2064\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]|[\\u{e0000}-\\u{e007f}]",
  "gu",
);

/** Splits text at control characters, so an event can't reverse or hide the text around it. */
export function pieces(text: string): Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(steering)) {
    if (match.index > at) all.push({ text: text.slice(at, match.index), control: null });
    const code = match[0].codePointAt(0)!;
    const hex = code.toString(16).toUpperCase().padStart(4, "0");
    all.push({ text: `U+${hex}`, control: names[code] ?? "control character" });
    at = match.index + match[0].length;
  }
  if (at < text.length) all.push({ text: text.slice(at), control: null });
  return all;
}

/** The same as plain text, for titles and attributes. */
export const plain = (text: string) =>
  pieces(text)
    .map((piece) => piece.text)
    .join("");
