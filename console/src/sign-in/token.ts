/** The token of a sign-in link, or the token itself; null for anything else. */
export function tokenOf(text: string): string | null {
  const token = text.trim().split("#").at(-1)!;
  return /^[\w.~-]{16,}$/.test(token) ? token : null;
}
