import { useEffect, useRef, useState } from "preact/hooks";
import { hasEnded, isPutOff, putOff, session, signIn } from "../session/session";
import { ProviderButton, readProvider } from "../session/provider";
import { Dialog } from "../ui/dialog";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { LinkCommand } from "./link-command";
import { returnTo } from "./failures";
import { tokenOf } from "./token";
import "./ended.css";

/** Asks to sign in again above the page, which stays as it is. */
export function SessionEnded() {
  if (!hasEnded.value) return null;
  if (isPutOff.value) {
    return (
      <div class="ended-note" role="alert">
        <p>Your session has ended. Nothing new is shown or saved.</p>
        <button type="button" class="primary" onClick={() => (isPutOff.value = false)}>
          Sign in
        </button>
      </div>
    );
  }
  return (
    <Dialog title="Your session has ended" open onClose={putOff}>
      <p>Sign in again as {session.value?.person.name}. This page and what you typed stay as they are.</p>
      <Ways />
    </Dialog>
  );
}

function Ways() {
  const [provider, reload] = useLoaded(readProvider);
  if (provider.state === "loading") return <p class="quiet">Loading…</p>;
  if (provider.state === "failed") return <ErrorNote error={provider.error} retry={() => void reload()} />;
  if (provider.data === null) return <ByLink />;
  return (
    <>
      <p>
        <ProviderButton name={provider.data.name} returnTo={returnTo(location)} inWindow />
      </p>
      <details>
        <summary>Can't sign in with the provider?</summary>
        <ByLink />
      </details>
    </>
  );
}

function ByLink() {
  const [link, setLink] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function enter(event: Event): Promise<void> {
    event.preventDefault();
    const token = tokenOf(link);
    if (token === null) {
      setState({ busy: false, error: "This isn't a sign-in link. Paste the whole link, including the part after #." });
      return;
    }
    setState({ busy: true, error: null });
    try {
      await signIn(token);
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <form class="form" onSubmit={(e) => void enter(e)}>
      <label class="ended-link">
        <strong>Sign-in link</strong>
        <input ref={input} autocomplete="off" spellcheck={false} value={link} onInput={(e) => setLink(e.currentTarget.value)} />
      </label>
      <p class="hint">
        Paste a one-time link, or open it in another tab of this browser. In Development it is printed in the terminal at start-up.
        Otherwise create one:
      </p>
      <LinkCommand />
      {state.error !== null && <ErrorNote error={state.error} />}
      <div class="form-end">
        <button type="submit" class="primary" disabled={state.busy || link.trim() === ""}>
          {state.busy ? "Signing in…" : "Sign in"}
        </button>
        <button type="button" onClick={putOff}>
          Not now
        </button>
      </div>
    </form>
  );
}
