/* Works on JSON as text, to show an event exactly as recorded. Parsing would round long numbers and reorder members with numeric names. */

/** The index after the value that starts at an index. */
function endOfValue(json: string, at: number): number {
  let depth = 0;
  for (let i = at; i < json.length; i++) {
    const c = json[i]!;
    if (c === '"') {
      for (i++; json[i] !== '"' && i < json.length; i++) if (json[i] === "\\") i++;
    } else if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") {
      if (depth === 0) return i;
      depth--;
    } else if (c === "," && depth === 0) return i;
    if (depth === 0 && (c === "}" || c === "]" || c === '"')) return i + 1;
  }
  return json.length;
}

/** The text of an object's member; null when there is no such member. */
export function memberText(json: string, name: string): string | null {
  let at = skipSpace(json, json.indexOf("{") + 1);
  while (json[at] === '"') {
    const nameEnd = endOfValue(json, at);
    const isIt = JSON.parse(json.slice(at, nameEnd)) === name;
    const start = skipSpace(json, json.indexOf(":", nameEnd) + 1);
    const end = endOfValue(json, start);
    if (isIt) return json.slice(start, end).trim();
    at = skipSpace(json, end);
    if (json[at] === ",") at = skipSpace(json, at + 1);
  }
  return null;
}

/** An object without its last member, if that has the name. The text of all other members stays as it is. */
export function withoutLastMember(json: string, name: string): string {
  let at = skipSpace(json, json.indexOf("{") + 1);
  let cut = at;
  while (json[at] === '"') {
    const nameEnd = endOfValue(json, at);
    const end = endOfValue(json, skipSpace(json, json.indexOf(":", nameEnd) + 1));
    const next = skipSpace(json, end);
    if (json[next] !== ",") return JSON.parse(json.slice(at, nameEnd)) === name ? json.slice(0, cut) + json.slice(next) : json;
    cut = next;
    at = skipSpace(json, next + 1);
  }
  return json;
}

/** The text of an array's first element; null when it is empty. */
export function firstElementText(json: string): string | null {
  const at = skipSpace(json, json.indexOf("[") + 1);
  return json[at] === "]" ? null : json.slice(at, endOfValue(json, at)).trim();
}

function skipSpace(json: string, at: number): number {
  while (/\s/.test(json[at] ?? "")) at++;
  return at;
}

/** Indents JSON and leaves every number and string as it is. */
export function indentJson(json: string): string {
  const text: string[] = [];
  let depth = 0;
  const line = () => text.push("\n", "  ".repeat(depth));
  for (let i = 0; i < json.length; i++) {
    const c = json[i]!;
    if (c === '"') {
      const end = endOfValue(json, i);
      text.push(json.slice(i, end));
      i = end - 1;
    } else if (c === "{" || c === "[") {
      const next = skipSpace(json, i + 1);
      text.push(c);
      if (json[next] === "}" || json[next] === "]") {
        text.push(json[next]!);
        i = next;
      } else {
        depth++;
        line();
      }
    } else if (c === "}" || c === "]") {
      depth--;
      line();
      text.push(c);
    } else if (c === ",") {
      text.push(c);
      line();
    } else if (c === ":") text.push(": ");
    else if (!/\s/.test(c)) text.push(c);
  }
  return text.join("");
}
