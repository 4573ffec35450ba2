/** A pattern of the settings: plain text with placeholders such as {number}, and the address it stands for. */
export interface LinkPattern {
  pattern: string;
  url: string;
  fields?: readonly string[] | null;
}

/** A part of a text that has an address. */
export interface Match {
  start: number;
  end: number;
  url: string;
}

/** The owner and the repository of an event's source. */
export interface Repository {
  owner: string;
  repository: string;
}

const maxText = 4000;
const maxMatches = 20;

const isDigit = (c: string) => c >= "0" && c <= "9";
const isUpper = (c: string) => c >= "A" && c <= "Z";
const isHex = (c: string) => isDigit(c) || (c >= "a" && c <= "f");
const isWord = (c: string) => isDigit(c) || isUpper(c) || (c >= "a" && c <= "z") || c === "_";

interface Placeholder {
  has: (c: string) => boolean;
  min: number;
  max: number;
  allows?: (value: string) => boolean;
}

const placeholders: Record<string, Placeholder> = {
  number: { has: isDigit, min: 1, max: 18 },
  project: { has: (c) => isDigit(c) || isUpper(c), min: 2, max: 10, allows: (value) => isUpper(value[0]!) },
  // A date has eight digits too. Only a whole hash may have no letter.
  commit: { has: isHex, min: 7, max: 40, allows: (value) => value.length === 40 || !/^\d+$/.test(value) },
  word: { has: isWord, min: 1, max: 100 },
};

/** Literal texts at even places, names of placeholders at odd ones. */
const piecesOf = (template: string) => template.split(/\{([^{}]*)\}/);

/**
 * Finds a pattern in a text. It is no regular expression, so that no pattern can make a page wait: each placeholder takes all the
 * characters that it may have, and there is no way back.
 */
export function findPattern({ pattern, url }: LinkPattern, whole: string, of: Repository | null): Match[] {
  const text = whole.slice(0, maxText);
  const pieces = piecesOf(pattern);
  const found: Match[] = [];
  if (pieces.length < 2) return found;
  for (let start = 0; start < text.length && found.length < maxMatches; start++) {
    // A match begins where a word begins.
    if (start > 0 && isWord(text[start]!) && isWord(text[start - 1]!)) continue;
    const values = matchAt(pieces, text, start);
    const address = values && addressOf(url, { ...values.named, ...of });
    if (!values || address === null) continue;
    found.push({ start, end: values.end, url: address! });
    start = values.end - 1;
  }
  return found;
}

function matchAt(pieces: readonly string[], text: string, start: number): { end: number; named: Record<string, string> } | null {
  const named: Record<string, string> = {};
  let at = start;
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      if (!text.startsWith(piece, at)) return null;
      at += piece.length;
      continue;
    }
    const placeholder = Object.hasOwn(placeholders, piece) ? placeholders[piece]! : null;
    if (!placeholder) return null;
    const from = at;
    while (at < text.length && at - from < placeholder.max && placeholder.has(text[at]!)) at++;
    const value = text.slice(from, at);
    if (value.length < placeholder.min || placeholder.allows?.(value) === false) return null;
    named[piece] = value;
  }
  const last = pieces.at(-1) === "";
  return last && at < text.length && isWord(text[at]!) ? null : { end: at, named };
}

/** The address with its placeholders filled in; null when one has no value, or when it is no web address. */
function addressOf(template: string, values: Partial<Record<string, string>>): string | null {
  const pieces = piecesOf(template);
  const filled = pieces.map((piece, i) => (i % 2 === 0 ? piece : Object.hasOwn(values, piece) ? encodeURIComponent(values[piece]!) : null));
  return filled.includes(null) ? null : webAddress(filled.join(""));
}

/** A web address in its normal form; null for anything else, and for one that shows a name before its host. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === "" && url.password === "" ? url.href : null;
}
