export interface Fault {
  field: string;
  message: string;
}

/**
 * Parses the API's validation errors, `field: message; field: message`. A message may contain a semicolon, so an error starts only at
 * a field. Text without a field gets an empty one.
 */
export function faultsOf(sentence: string): Fault[] {
  const faults: Fault[] = [];
  for (const part of sentence.split("; ")) {
    const named = /^('[^']*'|[A-Za-z][\w.[\]-]*): (.*)$/s.exec(part);
    const last = faults.at(-1);
    if (named) faults.push({ field: named[1]!, message: named[2]! });
    else if (last) last.message += `; ${part}`;
    else faults.push({ field: "", message: part });
  }
  return faults;
}

/** The message to show at a field. Includes errors of nested fields when `inside` is set. */
export function faultAt(faults: readonly Fault[], field: string, inside = false): string | undefined {
  const messages = faults
    .filter((fault) => fault.field === field || (inside && (fault.field.startsWith(`${field}.`) || fault.field.startsWith(`${field}[`))))
    .map((fault) => fault.message);
  const said = messages.join("; ");
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : undefined;
}
