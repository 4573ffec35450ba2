const failures: Record<string, string> = {
  "not-invited":
    "You signed in at the provider, but you have no invitation. Ask an owner or admin of the organization for one, and open its link.",
  "invitation-over": "This invitation was used, revoked or has expired. Ask for a new one.",
  provider: "Sign-in at the provider failed. Try again. If it keeps failing, contact your administrator: the log has the reason.",
  cancelled: "Sign-in was cancelled.",
};

/** The message for the failure in the address; null when there is none. */
export function failureOf(address: URLSearchParams): string | null {
  const failed = address.get("failed");
  if (failed === null) return null;
  return Object.hasOwn(failures, failed) ? failures[failed]! : "Sign-in failed. Try again.";
}

/** The page to return to after sign-in. */
export function returnTo(address: { pathname: string; search: string }): string {
  return address.pathname === "/sign-in" || address.pathname === "/invitation" ? "/" : address.pathname + address.search;
}
