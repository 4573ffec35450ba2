import { useEffect, useState } from "preact/hooks";
import { go, path, searchParams } from "../ui/router";
import { session, signIn, tellSignedIn } from "../session/session";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { failureOf, returnTo } from "./failures";
import { LinkCommand } from "./link-command";
import { keepWanted, takeWanted, wanted } from "./wanted";
import { ProviderButton, readProvider } from "../session/provider";
import { setTitle } from "../session/title";
import "./sign-in.css";

/** Sign-in with the provider, if configured, or with a one-time link. */
export function SignInPage() {
  const [token] = useState(() => (location.pathname === "/sign-in" ? location.hash.slice(1) : ""));
  const failed = path.value === "/sign-in" ? failureOf(searchParams.value) : null;
  useEffect(() => {
    setTitle("Sign in");
    if (!session.peek()) return keepWanted();
    // A window that was opened for this returns here with a session.
    tellSignedIn();
    if (opener && !token) close();
  }, []);

  return (
    <main id="main" class="notice way-in">
      <h1>OpsTrails</h1>
      {failed && (
        <p class="failed" role="alert">
          {failed}
        </p>
      )}
      {token ? (
        <ByLink token={token} />
      ) : session.value ? (
        <p>
          You are signed in as {session.value.person.name}. <a href="/">Go to the grid</a>
        </p>
      ) : (
        <Ways again={failed !== null} />
      )}
    </main>
  );
}

/**
 * The token is in the fragment, which servers and logs don't see. It is used only when the button is pressed, so that link previews
 * don't use it up.
 */
function ByLink({ token }: { token: string }) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function enter() {
    setState({ busy: true, error: null });
    try {
      await signIn(token);
      go(takeWanted(), "replace");
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <>
      <p>This link signs you in on this browser. It works once.</p>
      <button type="button" class="primary" disabled={state.busy} onClick={() => void enter()}>
        {state.busy ? "Signing in…" : "Sign in"}
      </button>
      {state.error !== null && <ErrorNote error={state.error} />}
    </>
  );
}

function Ways({ again }: { again: boolean }) {
  const [provider, reload] = useLoaded(readProvider);
  if (provider.state === "loading") return <p class="quiet late">Loading…</p>;
  if (provider.state === "failed") return <ErrorNote error={provider.error} retry={() => void reload()} />;
  if (provider.data === null) {
    return (
      <>
        <p>Sign in with a one-time link. In Development it is printed in the terminal at start-up. Otherwise create one:</p>
        <LinkCommand />
      </>
    );
  }
  return (
    <>
      {!again && <p>Sign in to continue.</p>}
      <ProviderButton name={provider.data.name} returnTo={again ? wanted() : returnTo(location)} />
      <details>
        <summary>Can't sign in with the provider?</summary>
        <p>The owner can sign in with a one-time link. Create one with the setup token:</p>
        <LinkCommand />
      </details>
    </>
  );
}
