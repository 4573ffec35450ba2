import { plain } from "./event-text";
import { nameParts, shortVersion } from "./name-parts";
import { EventText } from "./text";

/**
 * The name of a system on one line: its last segment strong, its owner small beside it. The title has the full name. Copying it copies
 * the full name too.
 */
export function SystemName({ name }: { name: string }) {
  const { owner, own } = nameParts(name);
  if (own === name) return <EventText text={name} class="name-own" />;
  return (
    <span class="name" title={plain(name)} data-full={name}>
      <EventText text={own} class="name-own" />
      {owner && <EventText text={owner} class="name-owner" />}
      <span class="sr-only">, {plain(name)}</span>
    </span>
  );
}

/** The name of an environment, cut in front: its end tells it apart. `folded` is the beginning that its neighbours share. */
export function EnvironmentName({ name, folded = "" }: { name: string; folded?: string }) {
  const shown = folded !== "" && name.startsWith(folded) ? name.slice(folded.length) : name;
  return (
    <span class="name name-environment" title={plain(name)} data-full={name}>
      <span class="name-end">
        <EventText text={shown} />
      </span>
      {shown !== name && <span class="sr-only">, {plain(name)}</span>}
    </span>
  );
}

/** A version on one line; commits and digests are shortened. */
export function VersionName({ version }: { version: string }) {
  return (
    <span class="name mono" title={plain(version)} data-full={version}>
      <EventText text={shortVersion(version)} />
    </span>
  );
}
