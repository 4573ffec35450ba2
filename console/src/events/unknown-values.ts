import { nearest } from "../query/near";
import { readTokens, type Token, writeCondition } from "../query/query-text";
import type { RecordedValues } from "../query/recorded";

export interface UnknownValue {
  token: Token;
  /** The condition with the nearest recorded value; null if none is near. */
  instead: string | null;
}

/** The conditions of a query whose values were never recorded. */
export function unknownValues(q: string, recorded: RecordedValues, groups: readonly string[]): UnknownValue[] {
  return readTokens(q).flatMap((token) => {
    const { field, value } = token;
    if (!field || field === "version" || field === "severity" || token.isPattern || token.operator !== ":" || token.negated || value === "")
      return [];
    const known = recorded[field];
    const isKnown =
      known.some((one) => one.value === value || one.aliases.includes(value)) || (field === "subject" && groups.includes(value));
    if (isKnown) return [];
    const near = nearest(
      value,
      known.map((one) => one.value),
    );
    return [{ token, instead: near === null ? null : writeCondition(field, near) }];
  });
}
