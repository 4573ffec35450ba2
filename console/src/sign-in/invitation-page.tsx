import { signal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { api, getData } from "../api/client";
import { EventText } from "../event/text";
import { session } from "../session/session";
import { roleWords } from "../session/roles";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { Time } from "../ui/time";
import { ProviderButton, readProvider } from "../session/provider";
import { setTitle } from "../session/title";
import "./sign-in.css";

/** The invitation token from the address fragment. It is removed from the address bar at once, so that it can't be read or copied there. */
const token = signal("");

function takeToken(): void {
  if (location.pathname !== "/invitation" || location.hash.length < 2) return;
  token.value = location.hash.slice(1);
  history.replaceState(null, "", "/invitation");
}

/** Describes the invitation. It is used up only on return from the provider. */
export function InvitationPage() {
  useEffect(() => {
    takeToken();
    addEventListener("hashchange", takeToken);
    setTitle("Invitation");
    return () => {
      removeEventListener("hashchange", takeToken);
      token.value = "";
    };
  }, []);

  return (
    <main id="main" class="notice way-in">
      <h1>Join on OpsTrails</h1>
      {token.value ? (
        <Invitation key={token.value} />
      ) : (
        <p>This page needs the complete invitation link, including the part after #. Open the link again.</p>
      )}
    </main>
  );
}

function Invitation() {
  const mine = token.value;
  const load = useCallback(async () => {
    const [invitation, provider] = await Promise.all([
      getData(api.POST("/api/v1/invitations/inspect", { body: { token: mine } })),
      readProvider(),
    ]);
    return { invitation, provider };
  }, [mine]);
  const [loaded, reload] = useLoaded(load);
  if (loaded.state === "loading") return <p class="quiet late">Loading…</p>;
  if (loaded.state === "failed") return <ErrorNote error={loaded.error} retry={() => void reload()} />;

  const { invitation, provider } = loaded.data;
  const role = roleWords(invitation.role);
  const organization = invitation.organization ? <EventText text={invitation.organization} class="joined" /> : "an organization";
  return (
    <>
      <p>
        You are invited to {organization} as {role.label.toLowerCase()}. You can {role.may}.
      </p>
      <p class="quiet">
        The invitation expires <Time at={invitation.expiresAt} /> and lets one person join.
      </p>
      {session.value && (
        <p class="note">You are signed in as {session.value.person.name}. Joining replaces that session in this browser.</p>
      )}
      {provider ? (
        <ProviderButton name={provider.name} label={`Join with ${provider.name}`} invitation={mine} returnTo="/" />
      ) : (
        <p>No sign-in provider is configured, so you can't join yet. Tell the person who invited you.</p>
      )}
    </>
  );
}
