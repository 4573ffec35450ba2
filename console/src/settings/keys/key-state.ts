import type { components } from "../../api/schema";

export type Key = components["schemas"]["KeyListAnswer"]["data"][number];

export type KeyState = { kind: "active" } | { kind: "ending"; days: number } | { kind: "expired" } | { kind: "revoked" };

const day = 24 * 60 * 60 * 1000;
const soon = 14;

export function stateOf(key: Pick<Key, "expiresAt" | "revokedAt">, now: Date): KeyState {
  if (key.revokedAt) return { kind: "revoked" };
  if (!key.expiresAt) return { kind: "active" };
  const left = Date.parse(key.expiresAt) - now.getTime();
  if (left <= 0) return { kind: "expired" };
  return left <= soon * day ? { kind: "ending", days: Math.ceil(left / day) } : { kind: "active" };
}

export function isUsable(key: Pick<Key, "expiresAt" | "revokedAt">, now: Date): boolean {
  const { kind } = stateOf(key, now);
  return kind === "active" || kind === "ending";
}

/** Null means never used. A missing member means unknown. */
export function lastUse(key: { lastUsedAt?: string | null }): { kind: "used"; at: string } | { kind: "never" } | { kind: "unknown" } {
  if (key.lastUsedAt === undefined) return { kind: "unknown" };
  return key.lastUsedAt === null ? { kind: "never" } : { kind: "used", at: key.lastUsedAt };
}

export const scopes = [
  { scope: "READ_WRITE", label: "Record and read", about: "For pipelines: record and read events." },
  { scope: "READ_ONLY", label: "Read only", about: "For dashboards and assistants: queries, live feed and MCP." },
  { scope: "ADMIN", label: "Administer", about: "All of the above, plus business context, settings and keys. Not for pipelines." },
] as const;

export type Scope = (typeof scopes)[number]["scope"];
