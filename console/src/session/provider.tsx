import { useState } from "preact/hooks";
import { api, getData } from "../api/client";
import { ErrorNote } from "../ui/error-note";

export const readProvider = async () => (await getData(api.GET("/api/v1/sign-in"))).provider;

interface ProviderButtonProps {
  name: string;
  label?: string;
  invitation?: string;
  returnTo: string;
}

/** Starts sign-in at the provider, which redirects back. */
export function ProviderButton({ name, label, invitation, returnTo }: ProviderButtonProps) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function leave(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      const { location: to } = await getData(api.POST("/api/v1/sign-in", { body: { invitation: invitation ?? null, returnTo } }));
      location.assign(to);
    } catch (error) {
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
