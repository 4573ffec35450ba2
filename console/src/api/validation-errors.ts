export interface ValidationError {
  field: string;
  message: string;
}

/**
 * Parses the API's validation errors, `field: message; field: message.` A message may contain a semicolon, so an error starts only at
 * a field. Text without a field gets an empty one. Messages have no final period.
 */
export function parseValidationErrors(text: string): ValidationError[] {
  const errors: ValidationError[] = [];
  for (const part of text.replace(/\.$/, "").split("; ")) {
    const named = /^("[^"]*"|[A-Za-z][\w.[\]-]*): (.*)$/s.exec(part);
    const last = errors.at(-1);
    if (named) errors.push({ field: named[1]!, message: named[2]! });
    else if (last) last.message += `; ${part}`;
    else errors.push({ field: "", message: part });
  }
  return errors;
}

/** The message as a sentence. */
export function toSentence(error: ValidationError): string {
  return `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
}

/** The message to show at a field. Includes errors of nested fields when `inside` is set. */
export function errorAt(errors: readonly ValidationError[], field: string, inside = false): string | undefined {
  const sentences = errors
    .filter((error) => error.field === field || (inside && (error.field.startsWith(`${field}.`) || error.field.startsWith(`${field}[`))))
    .map(toSentence);
  return sentences.length > 0 ? sentences.join(" ") : undefined;
}
