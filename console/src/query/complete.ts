import { type Field, fields, readTokens, writeCondition } from "./query-text";
import type { RecordedValues } from "./recorded";

export interface Suggestion {
  /** The text to put in place of the word at the caret. */
  text: string;
  label: string;
  detail: string;
  /** Whether the word is complete: a space follows. */
  isWhole: boolean;
}

export interface Completion {
  /** The part of the line that a suggestion replaces. */
  start: number;
  end: number;
  suggestions: readonly Suggestion[];
}

const details: Record<Field, string> = {
  type: "what happened",
  source: "system",
  subject: "environment",
  severity: "LOW to CRITICAL",
  version: "what runs afterwards",
};

const words: Record<string, Field> = { system: "source", service: "source", environment: "subject", level: "severity", release: "version" };

const maxSuggestions = 12;

/** What may follow at the caret: fields, operators, recorded values. */
export function complete(line: string, caret: number, recorded: RecordedValues | null): Completion {
  const token = readTokens(line).find((one) => one.start < caret && caret <= one.start + one.text.length);
  const start = token?.start ?? caret;
  const end = token ? token.start + token.text.length : caret;
  const typed = line.slice(start, caret);
  const negated = typed.startsWith("-");
  const body = negated ? typed.slice(1) : typed;
  const [, name = "", operator = "", value = ""] = /^([a-z]+)(:|=|>=|<=|>|<)([\s\S]*)$/i.exec(body) ?? [];
  const field = fields.find((one) => one === name.toLowerCase());
  const suggestions = field
    ? valuesOf(field, operator, value.replace(/^"/, ""), negated, recorded)
    : body.startsWith('"') || operator
      ? []
      : [...fieldsOf(body, negated), ...valuesAnywhere(body, negated, recorded)];
  return { start, end, suggestions: suggestions.slice(0, maxSuggestions) };
}

function fieldsOf(typed: string, negated: boolean): Suggestion[] {
  const wanted = typed.toLowerCase();
  const meant = Object.entries(words).filter(([word]) => wanted.length > 1 && word.startsWith(wanted));
  const found = fields.filter((field) => field.startsWith(wanted) || meant.some(([, means]) => means === field));
  const sign = negated ? "-" : "";
  const all = found.map((field) => ({ text: `${sign}${field}:`, label: `${sign}${field}:`, detail: details[field], isWhole: false }));
  if (found.includes("severity") && !negated && wanted !== "")
    all.push({ text: "severity>=", label: "severity>=", detail: "this or higher", isWhole: false });
  return all;
}

function valuesOf(field: Field, operator: string, typed: string, negated: boolean, recorded: RecordedValues | null): Suggestion[] {
  if (field === "version") return [];
  const isComparison = operator !== ":" && operator !== "=";
  if (isComparison && field !== "severity") return [];
  const sign = negated ? "-" : "";
  const write = (value: string) => (isComparison ? `${field}${operator}${value}` : writeCondition(field, value, negated));
  const values = ranked(typed, recorded?.[field] ?? []).map((value) => ({
    text: write(value),
    label: value,
    detail: details[field],
    isWhole: true,
  }));
  const wild = typed.replaceAll("*", "");
  if (!isComparison && field !== "severity" && wild.length > 1 && !/[\s"]/.test(wild) && values.length !== 1)
    values.push({ text: `${sign}${field}:*${wild}*`, label: `*${wild}*`, detail: "contains, any letter case", isWhole: true });
  return values;
}

/** A bare word may be a value: offer the fields that have it. */
function valuesAnywhere(typed: string, negated: boolean, recorded: RecordedValues | null): Suggestion[] {
  if (typed.length < 2 || !recorded) return [];
  return (["source", "subject", "type", "severity"] as const).flatMap((field) =>
    ranked(typed, recorded[field])
      .slice(0, 3)
      .map((value) => ({ text: writeCondition(field, value, negated), label: `${field}:${value}`, detail: details[field], isWhole: true })),
  );
}

/** The values that match, best first: beginning, beginning of a part, anywhere. Of equal ones the newest first. */
function ranked(typed: string, values: RecordedValues["type"]): string[] {
  const wanted = typed.replaceAll("*", "").toLowerCase();
  const rankOf = (name: string) => {
    const folded = name.toLowerCase();
    const at = folded.indexOf(wanted);
    return at < 0 ? 9 : at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(folded[at - 1]!) ? 1 : 2;
  };
  return values
    .map(({ value, aliases }) => ({ value, rank: Math.min(...[value, ...aliases].map(rankOf)) }))
    .filter((one) => one.rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.value);
}

/** The line with a suggestion in place, and where the caret goes. */
export function apply(line: string, { start, end }: Completion, chosen: Suggestion): { line: string; caret: number } {
  const rest = line.slice(end);
  const space = chosen.isWhole && !/^\s/.test(rest) ? " " : "";
  const before = line.slice(0, start) + chosen.text + space;
  return { line: before + rest, caret: before.length + (chosen.isWhole && space === "" ? 1 : 0) };
}
