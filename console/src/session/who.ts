export interface NamedKey {
  id: string;
  name: string;
}

interface Known {
  me?: string | undefined;
  keys?: readonly NamedKey[];
  /** Names of the team by id; null until loaded. */
  people?: ReadonlyMap<string, string> | null;
}

/** Names an actor: keys and people by name, yourself as "you". */
export function whoDid(it: string, known: Known = {}): string {
  if (it === "setup-token") return "the setup token";
  if (it === "first-start") return "the first start";
  const [kind, id] = [it.slice(0, it.indexOf(":")), it.slice(it.indexOf(":") + 1)];
  if (kind === "key") return `key ${known.keys?.find((key) => key.id === id)?.name ?? id}`;
  if (kind === "person") return id === known.me ? "you" : (known.people?.get(id) ?? (known.people ? "a former member" : `person ${id}`));
  return it;
}
