const failures: Record<string, string> = {
  "not-invited":
    "The provider knows you, but nobody has invited you here yet. Ask an owner or admin of the organization for an invitation, and open its link.",
  "invitation-over": "The invitation is over: it was used, revoked or has expired. Ask whoever sent it for a new one.",
  provider: "Signing in at the provider failed. Try again; if it keeps failing, tell whoever runs this installation, whose log says why.",
  cancelled: "Signing in was cancelled, so nothing has changed.",
};

/** The message for the failure in the address; null when there is none. */
export function failureOf(address: URLSearchParams): string | null {
  const failed = address.get("failed");
  if (failed === null) return null;
  return Object.hasOwn(failures, failed) ? failures[failed]! : "Signing in did not work. Try again.";
}

/** The page to return to after sign-in. */
export function returnTo(address: { pathname: string; search: string }): string {
  return address.pathname === "/sign-in" || address.pathname === "/invitation" ? "/" : address.pathname + address.search;
}
