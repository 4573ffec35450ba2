const failures: Record<string, string> = {
  "not-invited":
    "The provider knows you, but nobody has invited you here yet. Ask an owner or admin of the organization for an invitation, and open its link.",
  "invitation-over": "The invitation is over: it was used, revoked or has expired. Ask whoever sent it for a new one.",
  provider: "Signing in at the provider failed. Try again; if it keeps failing, tell whoever runs this installation, whose log says why.",
  cancelled: "Signing in was cancelled, so nothing has changed.",
};

/** What the address of the page says went wrong; null when it says nothing of the kind. */
export function failureOf(address: URLSearchParams): string | null {
  const failed = address.get("failed");
  if (failed === null) return null;
  return Object.hasOwn(failures, failed) ? failures[failed]! : "Signing in did not work. Try again.";
}

/** Where one wanted to be when it turned out that nobody is signed in. */
export function returnTo(address: { pathname: string; search: string }): string {
  return address.pathname === "/sign-in" || address.pathname === "/invitation" ? "/" : address.pathname + address.search;
}
