import { useState } from "preact/hooks";
import { go } from "./router";
import { session, signIn } from "./session";

/**
 * Where a sign-in link leads. The token stands behind the #, which no server and no log sees, and is used only when the button is
 * pressed: a preview of the link must not use it up.
 */
export function SignInPage() {
  const [token] = useState(() => (location.pathname === "/sign-in" ? location.hash.slice(1) : ""));
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null });

  async function enter() {
    setState({ busy: true, error: null });
    try {
      await signIn(token);
      go("/", "replace");
    } catch (e) {
      setState({ busy: false, error: e instanceof Error ? e.message : "Signing in failed." });
    }
  }

  return (
    <main id="main" class="notice">
      <h1>OpsTrails</h1>
      {token ? (
        <>
          <p>This link signs you in on this browser. It works once.</p>
          <button type="button" class="primary" disabled={state.busy} onClick={() => void enter()}>
            {state.busy ? "Signing in…" : "Sign in"}
          </button>
        </>
      ) : session.value ? (
        <p>
          You are signed in. <a href="/">Go to the grid</a>
        </p>
      ) : (
        <>
          <p>Nobody is signed in. Open a sign-in link: one is printed when the program starts in Development, and one is made with the setup token:</p>
          <pre tabIndex={0}>
            <code>{`curl -X POST ${location.origin}/api/v1/sign-in-links -H "Authorization: Bearer $OpsTrails__SetupToken"`}</code>
          </pre>
        </>
      )}
      {state.error && <p role="alert">{state.error}</p>}
    </main>
  );
}
