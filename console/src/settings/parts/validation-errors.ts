export interface ValidationError {
  field: string;
  message: string;
}

/**
 * Parses the API's validation errors, `field: message; field: message`. A message may contain a semicolon, so an error starts only at
 * a field. Text without a field gets an empty one.
 */
export function parseValidationErrors(sentence: string): ValidationError[] {
  const errors: ValidationError[] = [];
  for (const part of sentence.split("; ")) {
    const named = /^('[^']*'|[A-Za-z][\w.[\]-]*): (.*)$/s.exec(part);
    const last = errors.at(-1);
    if (named) errors.push({ field: named[1]!, message: named[2]! });
    else if (last) last.message += `; ${part}`;
    else errors.push({ field: "", message: part });
  }
  return errors;
}

/** The message to show at a field. Includes errors of nested fields when `inside` is set. */
export function errorAt(errors: readonly ValidationError[], field: string, inside = false): string | undefined {
  const messages = errors
    .filter((error) => error.field === field || (inside && (error.field.startsWith(`${field}.`) || error.field.startsWith(`${field}[`))))
    .map((error) => error.message);
  const said = messages.join("; ");
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : undefined;
}
