import type { Key } from "./key-state";

/** How whoever made a key or saved something is told; a key that is known by its name, and the reader as such. */
export function whoDid(it: string, known: { me?: string | undefined; keys?: readonly Pick<Key, "id" | "name">[] } = {}): string {
  if (it === "setup-token") return "the setup token";
  if (it === "first-start") return "the first start";
  const [kind, id] = [it.slice(0, it.indexOf(":")), it.slice(it.indexOf(":") + 1)];
  if (kind === "key") return `key ${known.keys?.find((key) => key.id === id)?.name ?? id}`;
  if (kind === "person") return id === known.me ? "you" : `person ${id}`;
  return it;
}
