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
      <p class="lead">Who is in this organization, and what they may do. A change counts everywhere within 10 seconds.</p>
      <p role="status" class="outcome" tabIndex={-1} ref={status}>
        {said}
      </p>
      {people.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading the people…
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
      <h3>Nobody can be invited yet</h3>
      <p>
        People sign in by a provider of OpenID Connect, such as Microsoft Entra ID, Google or Keycloak, and none is configured: only the
        owner comes in, by sign-in links. Register this program there with the redirect address
      </p>
      <pre tabIndex={0} aria-label="Redirect address">
        <code>{`${location.origin}/sign-in/callback`}</code>
      </pre>
      <p>then set these where the program runs, and start it again:</p>
      <dl class="settings-list">
        <div>
          <dt>
            <code>OpsTrails__SignIn__Authority</code>
          </dt>
          <dd>the provider's issuer, such as https://login.microsoftonline.com/&lt;tenant id&gt;/v2.0</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__ClientId</code>
          </dt>
          <dd>the id that the provider gave the program</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__ClientSecret</code>
          </dt>
          <dd>its secret, where the provider gives one</dd>
        </div>
        <div>
          <dt>
            <code>OpsTrails__SignIn__Name</code>
          </dt>
          <dd>what stands on the button, such as Entra ID</dd>
        </div>
      </dl>
    </div>
  );
}
