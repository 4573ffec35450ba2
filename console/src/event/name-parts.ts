/** A name as one line: what tells it apart, and in front of it what it shares with others. */
export interface NameParts {
  /** Host and owner of a URI, shortened: "acme-corporation". Empty for a plain name. */
  owner: string;
  /** The last segment of a URI, or the whole name. */
  own: string;
}

const uri = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]/i;

/** Splits a source URI or a path at its last segment. A plain name stays whole. */
export function nameParts(name: string): NameParts {
  const whole = { owner: "", own: name };
  const bare = name.replace(/[/?#]+$/, "");
  const isUri = uri.test(bare);
  if (!isUri && !bare.startsWith("/") && !/^urn:/i.test(bare)) return whole;
  const at = Math.max(bare.lastIndexOf("/"), isUri ? -1 : bare.lastIndexOf(":"));
  const own = bare.slice(at + 1);
  const before = bare.slice(0, at).replace(uri.test(bare) ? /^(?:[a-z][a-z0-9+.-]*:)?\/\//i : /^\//, "");
  if (own === "" || before === "") return own === "" ? whole : { owner: "", own };
  // Of "github.com/acme" the owner is enough; the host shows on hover.
  return { owner: before.slice(before.lastIndexOf("/") + 1), own };
}

const sha = /^[0-9a-f]{40}$/i;
const digest = /^(sha(?:256|384|512)):([0-9a-f]{32,})$/i;

/** A commit hash as its first 7 characters, a digest with its algorithm; any other version as it is. */
export function shortVersion(version: string): string {
  if (sha.test(version)) return version.slice(0, 7);
  const [, algorithm, value] = digest.exec(version) ?? [];
  return value ? `${algorithm}:${value.slice(0, 7)}` : version;
}

/** The longest common beginning of names that ends at a separator; empty with fewer than two names. */
export function commonPrefix(names: readonly string[]): string {
  if (names.length < 2) return "";
  let [shared = "", ...others] = names;
  for (const other of others) {
    let at = 0;
    while (at < shared.length && at < other.length && shared[at] === other[at]) at++;
    shared = shared.slice(0, at);
  }
  // No name may vanish: what is left of each must not be empty.
  const cut = /^.*[-_/:. ]/s.exec(shared)?.[0] ?? "";
  return names.some((name) => name.length === cut.length) ? "" : cut;
}

const wholeUpTo = 22;
const endUpTo = 18;

/** Splits a long name before its last words, so that the middle can be cut: ["some-long-service-name-", "checkout-service"]. */
export function splitEnd(name: string): [start: string, end: string] {
  const letters = [...name];
  if (letters.length <= wholeUpTo) return ["", name];
  const from = letters.length - endUpTo;
  const separator = letters.findIndex((letter, i) => i >= from - 1 && i < letters.length - 3 && /[-_.\s]/.test(letter));
  const at = separator < 0 ? from : separator + 1;
  return [letters.slice(0, at).join(""), letters.slice(at).join("")];
}

/**
 * The folded beginning of a column of systems: what all of them share, up to a separator. Names with a label don't count, because their
 * beginning isn't shown.
 */
export function foldOf(names: readonly string[], labelled: (name: string) => boolean = () => false): string {
  const all = names.filter((name) => !labelled(name));
  const fold = commonPrefix(all);
  // Owners that differ stay visible.
  return all.some((name) => name.slice(fold.length).includes("/")) ? "" : fold;
}
