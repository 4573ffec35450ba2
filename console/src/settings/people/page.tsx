import { useCallback, useRef, useState } from "preact/hooks";
import { mayAdminister } from "../../session/permission";
import { followSession } from "../../session/session";
import { readProvider } from "../../session/provider";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { Invitations } from "./invitations";
import { readPeople } from "../../session/team";
import { PeopleTable } from "./table";
import "./page.css";

export function PeoplePage() {
  const [people, reload] = useLoaded(readPeople);
  const [said, setSaid] = useState("");
  const status = useRef<HTMLParagraphElement>(null);

  // The change can affect your own role.
  const changed = useCallback(
    async (what: string, focus: boolean) => {
      setSaid(what);
      await Promise.all([reload(), followSession()]);
      if (focus) status.current?.focus();
    },
    [reload],
  );

  return (
    <section aria-labelledby="people-title">
      <h2 id="people-title" class="page-title">
        People
      </h2>
      <p class="lead">The members of this organization and their roles. Changes take effect everywhere within 10 seconds.</p>
      <p role="status" class="outcome" tabIndex={-1} ref={status}>
        {said}
      </p>
      {people.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading people…
        </p>
      )}
      {people.state === "failed" && <ErrorNote error={people.error} retry={() => void reload()} />}
      {people.state === "ready" && <PeopleTable people={people.data} onChanged={(what, focus) => void changed(what, focus)} />}
      {mayAdminister() && <Inviting />}
    </section>
  );
}

/** Invitations need a provider. Without one, explain how to configure it. */
function Inviting() {
  const [provider, reload] = useLoaded(readProvider);
  if (provider.state === "failed") return <ErrorNote error={provider.error} retry={() => void reload()} />;
  if (provider.state === "loading") return null;
  return (
    <>
      {provider.data === null && <NoProvider />}
      <Invitations provider={provider.data} />
    </>
  );
}

function NoProvider() {
  return (
    <div class="panel">
      <h3>Invitations need an OpenID Connect provider</h3>
      <p>
        People sign in with an OpenID Connect provider, such as Microsoft Entra ID, Google or Keycloak. None is configured, so only the
        owner can sign in, with one-time links. Register this program at the provider with this redirect address:
      </p>
      <pre tabIndex={0} aria-label="Redirect address">
        <code>{`${location.origin}/sign-in/callback`}</code>
      </pre>
      <p>Then set these variables where the program runs, and restart it:</p>
      <dl class="settings-list">
        <div>
          <dt>
            <code>OpsTrails__SignIn__Authority</code>
          </dt>
          <dd>The provider's issuer, such as https://login.microsoftonline.com/&lt;tenant id&gt;/v2.0</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__ClientId</code>
          </dt>
          <dd>The client id from the provider</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__ClientSecret</code>
          </dt>
          <dd>The client secret, if the provider issues one</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__Name</code>
          </dt>
          <dd>The name on the sign-in button, such as Entra ID</dd>
        </div>
      </dl>
    </div>
  );
}
