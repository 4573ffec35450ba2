import { useState } from "preact/hooks";
import { api, getData } from "../api/client";
import { ErrorNote } from "../ui/error-note";

export const readProvider = async () => (await getData(api.GET("/api/v1/sign-in"))).provider;

interface ProviderButtonProps {
  name: string;
  label?: string;
  invitation?: string;
  returnTo: string;
  /** Whether to sign in within a window of its own, so that this page stays. */
  inWindow?: boolean;
}

/** Starts sign-in at the provider, which redirects back. */
export function ProviderButton({ name, label, invitation, returnTo, inWindow = false }: ProviderButtonProps) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function leave(): Promise<void> {
    setState({ busy: true, error: null });
    // Open it before asking: afterwards the browser may block it.
    const other = inWindow ? open("", "_blank", "popup,width=520,height=700") : null;
    try {
      const body = { invitation: invitation ?? null, returnTo: other ? "/sign-in" : returnTo };
      const { location: to } = await getData(api.POST("/api/v1/sign-in", { body }));
      (other ?? window).location.assign(to);
      if (other) setState({ busy: false, error: null });
    } catch (error) {
      other?.close();
      setState({ busy: false, error });
    }
  }

  return (
    <>
      <button type="button" class="primary" disabled={state.busy} onClick={() => void leave()}>
        {state.busy ? `Redirecting to ${name}…` : (label ?? `Sign in with ${name}`)}
      </button>
      {state.error !== null && <ErrorNote error={state.error} />}
    </>
  );
}
