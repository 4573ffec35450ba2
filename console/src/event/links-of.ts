import type { Event } from "../api/client";
import { findPattern, type LinkPattern, type Match, type Repository, webAddress } from "./link-patterns";
import { shortVersion } from "./name-parts";

/** A way out of the console. */
export interface OutLink {
  url: string;
  /** Untrusted text. */
  label: string;
  /** Where it was found: "source", "version" or a path such as "data.build.url". */
  field: string;
}

const maxLinks = 30;
const maxTexts = 200;
const maxDepth = 6;
const maxText = 4000;

interface Host {
  commit: string;
}

/** Hosts that serve a repository under its own path. */
const hosts: Record<string, Host> = {
  "github.com": { commit: "commit" },
  "gitlab.com": { commit: "-/commit" },
  "bitbucket.org": { commit: "commits" },
  "codeberg.org": { commit: "commit" },
  "dev.azure.com": { commit: "commit" },
};

/** The web address of a source: of any source with http or https, and of a URI without a scheme on a known host. */
export function sourceAddress(source: string): string | null {
  const address = webAddress(source.startsWith("//") ? `https:${source}` : source);
  if (address === null || (source.startsWith("//") && !Object.hasOwn(hosts, new URL(address).hostname))) return null;
  // Of "//github.com/", which a client sends when it doesn't know its repository, nothing is to be seen.
  return new URL(address).pathname === "/" && source.startsWith("//") ? null : address;
}

/** The last two segments of a source that is a URI or a path. */
export function repositoryOf(source: string): Repository | null {
  const [owner, repository] = source.replace(/[/?#]+$/, "").split("/").slice(-2);
  return source.includes("/") && owner && repository ? { owner, repository } : null;
}

function commitAddress(repository: string, commit: string): string | null {
  const address = sourceAddress(repository);
  if (address === null) return null;
  const { hostname, pathname } = new URL(address);
  const host = Object.hasOwn(hosts, hostname) ? hosts[hostname]! : null;
  const path = pathname.replace(/(?:\.git)?\/*$/, "");
  return host && path.split("/").length > 2 ? `https://${hostname}${path}/${host.commit}/${commit}` : null;
}

const commitName = /^(?:git|vcs|head)?[_-]?(?:commit|sha|revision|hash)[_-]?(?:sha|hash|id)?$/i;
const commitValue = /^[0-9a-f]{7,40}$/i;
const repositoryName = /^(?:repo|repository)[_-]?(?:url|uri)?$/i;

/** Every text of the payload with its path, in the order recorded, up to a limit. */
function textsOf(data: unknown): { field: string; name: string; text: string }[] {
  const texts: { field: string; name: string; text: string }[] = [];
  const walk = (value: unknown, field: string, name: string, depth: number): void => {
    if (texts.length >= maxTexts) return;
    if (typeof value === "string") texts.push({ field, name, text: value.slice(0, maxText) });
    else if (depth < maxDepth && typeof value === "object" && value !== null)
      for (const [member, inner] of Object.entries(value))
        walk(inner, Array.isArray(value) ? field : `${field}.${member}`, Array.isArray(value) ? name : member, depth + 1);
  };
  walk(data, "data", "data", 0);
  return texts;
}

/** Web addresses within a text, without the punctuation that ends a sentence. */
export function findAddresses(text: string): Match[] {
  const found: Match[] = [];
  for (const match of text.slice(0, maxText).matchAll(/https?:\/\/[^\s<>"'`{}|\\^]+/gi)) {
    let end = match[0].length;
    while (/[.,;:!?)\]*_]/.test(match[0][end - 1] ?? "")) end--;
    const url = webAddress(match[0].slice(0, end));
    if (url !== null) found.push({ start: match.index, end: match.index + end, url });
  }
  return found;
}

const looksAt = ({ fields }: LinkPattern, field: string) =>
  fields ? fields.includes(field) : field === "version" || field.startsWith("data");

/** The parts of a text that have an address, in order, without overlaps. */
export function matchesIn(text: string, field: string, source: string, patterns: readonly LinkPattern[]): Match[] {
  const of = repositoryOf(source);
  const all = [...findAddresses(text), ...patterns.filter((one) => looksAt(one, field)).flatMap((one) => findPattern(one, text, of))];
  const kept: Match[] = [];
  for (const match of all.sort((one, other) => one.start - other.start)) if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match);
  return kept;
}

type Linked = Pick<Event, "source" | "subject" | "version" | "data">;

/** The links of an event: of its source, its commits, its payload, and by the patterns of the settings. Each address once. */
export function linksOf({ source, subject, version, data }: Linked, patterns: readonly LinkPattern[]): OutLink[] {
  const links = new Map<string, OutLink>();
  const add = (url: string | null, label: string, field: string) => {
    if (url !== null && !links.has(url) && links.size < maxLinks) links.set(url, { url, label, field });
  };
  const texts = textsOf(data);
  const repository = texts.find(({ name, text }) => repositoryName.test(name) && sourceAddress(text) !== null)?.text ?? source;
  for (const { field, name, text } of texts)
    if (commitName.test(name) && commitValue.test(text)) add(commitAddress(repository, text), text.slice(0, 7), field);
  if (version !== null && /^[0-9a-f]{40}$/i.test(version)) add(commitAddress(repository, version), shortVersion(version), "version");
  const own = [
    ...(version === null ? [] : [{ field: "version", text: version }]),
    { field: "source", text: source },
    ...(subject === null ? [] : [{ field: "subject", text: subject }]),
  ];
  for (const { field, text } of [...own, ...texts])
    for (const { start, end, url } of matchesIn(text, field, source, patterns)) {
      if (field !== "source" || !text.slice(start, end).startsWith("http")) add(url, labelOf(text.slice(start, end), url), field);
    }
  add(sourceAddress(source), "Source", "source");
  return [...links.values()];
}

/** An address by its end, which tells it apart from others of the same host; anything else as written. */
function labelOf(text: string, url: string): string {
  if (!/^https?:/i.test(text)) return text;
  const { pathname, host } = new URL(url);
  const segments = pathname.split("/").filter(Boolean).map(decoded);
  return segments.length === 0 ? host : segments.slice(-2).join("/");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
