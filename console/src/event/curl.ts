import type { EventReference } from "./reference";

/** Quotes any text as one word of a POSIX shell. */
export const shellWord = (text: string) => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A command that gets one event. The id is a parameter, because not every id is valid in a path. */
export function curlOf(origin: string, event: EventReference): string {
  return [
    `curl -sS -G ${origin}/api/v1/events`,
    '-H "Authorization: Bearer $OPSTRAILS_KEY"',
    `--data-urlencode ${shellWord(`id=${event.id}`)}`,
    `--data-urlencode ${shellWord(`source=${event.source}`)}`,
  ].join(" \\\n  ");
}

const firstEvent = {
  specversion: "1.0",
  type: "deployment",
  id: "my-first-event",
  source: "BE",
  subject: "STAGING",
  time: "NOW",
  severity: "MINOR",
  version: "1.0.0",
  data: { description: "My first event" },
};

/** A command that records a first event. */
export function curlToRecord(origin: string, key: string): string {
  return [
    `curl -sS -X POST ${origin}/api/v1/events`,
    `-H "Authorization: Bearer ${key}"`,
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(firstEvent)}'`,
  ].join(" \\\n  ");
}
