/** What is needed of a key to say its name. */
export interface NamedKey {
  id: string;
  name: string;
}

interface Known {
  me?: string | undefined;
  keys?: readonly NamedKey[];
  /** Names by id of everyone in the team; null while they are not known. */
  people?: ReadonlyMap<string, string> | null;
}

/** How whoever made a key or saved something is told: keys and people by their names, and the reader as such. */
export function whoDid(it: string, known: Known = {}): string {
  if (it === "setup-token") return "the setup token";
  if (it === "first-start") return "the first start";
  const [kind, id] = [it.slice(0, it.indexOf(":")), it.slice(it.indexOf(":") + 1)];
  if (kind === "key") return `key ${known.keys?.find((key) => key.id === id)?.name ?? id}`;
  if (kind === "person")
    return id === known.me ? "you" : (known.people?.get(id) ?? (known.people ? "somebody who has left" : `person ${id}`));
  return it;
}
