import type { EventReference } from "./reference";

/** A text as one word of a POSIX shell, whatever stands in it. */
export const shellWord = (text: string) => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Asks for one event. The id goes as a parameter: not every id can stand in a path. */
export function curlOf(origin: string, event: EventReference): string {
  return [
    `curl -G ${origin}/api/v1/events`,
    '-H "Authorization: Bearer $OPSTRAILS_KEY"',
    `--data-urlencode ${shellWord(`id=${event.id}`)}`,
    `--data-urlencode ${shellWord(`source=${event.source}`)}`,
  ].join(" \\\n  ");
}

/** Records an event that says hello, with a key that was made for it. */
export function curlToRecord(origin: string, key: string): string {
  return [
    `curl -X POST ${origin}/api/v1/events`,
    `-H "Authorization: Bearer ${key}"`,
    '-H "Content-Type: application/json"',
    `-d '{"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","time":"NOW","severity":"MINOR","version":"1.0.0","data":{"description":"My first event"}}'`,
  ].join(" \\\n  ");
}
