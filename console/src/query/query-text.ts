/** A term of the query: a condition or free text. */
export interface Token {
  /** As written. */
  text: string;
  start: number;
  /** Null for free text and for unknown fields. */
  field: Field | null;
  operator: ":" | ">=" | "<=" | ">" | "<" | null;
  value: string;
  negated: boolean;
  /** Whether `*` in the value is any text: it has no quotes. */
  isPattern: boolean;
}

export const fields = ["type", "source", "subject", "severity", "version"] as const;
export type Field = (typeof fields)[number];

const isSpace = (c: string | undefined) => c !== undefined && /\s/.test(c);

/**
 * Splits a query into tokens the way the server does, but without validation. The server reports errors, and a query is often invalid
 * while you type.
 */
export function readTokens(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at])) {
      at++;
      continue;
    }
    const start = at;
    let quoted = false;
    for (; at < line.length && (quoted || !isSpace(line[at])); at++) {
      if (quoted && line[at] === "\\") at++;
      else if (line[at] === '"') quoted = !quoted;
    }
    tokens.push(readToken(line.slice(start, at), start));
  }
  return tokens;
}

function readToken(text: string, start: number): Token {
  const negated = text.startsWith("-") && text.length > 1;
  const body = negated ? text.slice(1) : text;
  const condition = /^([a-z]+)(:|=|>=|<=|>|<)([\s\S]*)$/.exec(body);
  const field = condition && fields.find((name) => name === condition[1]);
  if (!condition || !field) return { text, start, field: null, operator: null, isPattern: false, value: unquote(body), negated };
  return {
    text,
    start,
    field,
    operator: (condition[2] === "=" ? ":" : condition[2]) as Token["operator"],
    isPattern: isPattern(condition),
    value: unquote(condition[3] ?? ""),
    negated,
  };
}

const isPattern = ([, , operator, value = ""]: RegExpExecArray) =>
  (operator === ":" || operator === "=") && !value.startsWith('"') && value.includes("*");

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
  return inner.replace(/\\(["\\])/g, "$1");
}

/** Writes a condition. An empty value matches events without that field. */
export function writeCondition(field: Field, value: string, negated = false): string {
  const plain = value !== "" && !/[\s"*]/.test(value);
  return `${negated ? "-" : ""}${field}:${plain ? value : quote(value)}`;
}

/** Writes a text to search for. */
export const writeText = (text: string) => (/^[^\s":<>=-][^\s":<>=]*$/.test(text) ? text : quote(text));

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

const isCondition = (token: Token, field: Field, value: string, negated: boolean) =>
  token.field === field && token.operator === ":" && !token.isPattern && token.value === value && token.negated === negated;

export function hasCondition(line: string, field: Field, value: string, negated = false): boolean {
  return readTokens(line).some((token) => isCondition(token, field, value, negated));
}

/** Adds a condition, or removes it when it is present. Including a value removes its exclusion, and vice versa. */
export function toggleCondition(line: string, field: Field, value: string, negated = false): string {
  const tokens = readTokens(line);
  const others = tokens.filter((token) => !isCondition(token, field, value, negated) && !isCondition(token, field, value, !negated));
  const had = tokens.some((token) => isCondition(token, field, value, negated));
  return join([...others.map((token) => token.text), ...(had ? [] : [writeCondition(field, value, negated)])]);
}

export function withoutToken(line: string, removed: Token): string {
  return join(
    readTokens(line)
      .filter((token) => token.start !== removed.start)
      .map((token) => token.text),
  );
}

/** Removes a field's conditions, to count its other values. Null when the query has none. */
export function withoutField(line: string, field: Field): string | null {
  const tokens = readTokens(line);
  const others = tokens.filter((token) => token.field !== field);
  return others.length === tokens.length ? null : join(others.map((token) => token.text));
}

const join = (texts: string[]) => texts.join(" ");
