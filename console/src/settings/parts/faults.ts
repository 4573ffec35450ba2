export interface Fault {
  field: string;
  message: string;
}

/**
 * The faults of a refusal, `field: message; field: message`. A message may hold a semicolon of its own, so a new fault begins only where a field does;
 * what belongs to no field is kept under the empty name.
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

/** What to say at a field: the messages of itself, and of what is inside it when it shows nothing smaller. */
export function faultAt(faults: readonly Fault[], field: string, inside = false): string | undefined {
  const messages = faults
    .filter((fault) => fault.field === field || (inside && (fault.field.startsWith(`${field}.`) || fault.field.startsWith(`${field}[`))))
    .map((fault) => fault.message);
  const said = messages.join("; ");
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : undefined;
}
