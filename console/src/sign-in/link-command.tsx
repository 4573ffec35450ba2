/** How to create a one-time sign-in link. */
export function LinkCommand() {
  return (
    <pre tabIndex={0} aria-label="Command">
      <code>{`curl -X POST ${location.origin}/api/v1/sign-in-links -H "Authorization: Bearer $OpsTrails__SetupToken"`}</code>
    </pre>
  );
}
