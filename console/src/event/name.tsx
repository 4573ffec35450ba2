import { labelOf } from "../names/known";
import { plain } from "./event-text";
import { nameParts, shortVersion, splitEnd } from "./name-parts";
import { EventText } from "./text";

/** A text that is cut in its middle when there is no room: names of one team often differ only at their end. */
function Cut({ text }: { text: string }) {
  const [start, end] = splitEnd(text);
  if (start === "") return <EventText text={text} class="name-own" />;
  return (
    <span class="name-own name-cut">
      <EventText text={start} class="name-start" />
      <EventText text={end} class="name-rest" />
    </span>
  );
}

interface SystemNameProps {
  name: string;
  /** The beginning that its neighbours share and that is shown elsewhere. */
  folded?: string;
  /** Where its parent already names it for screen readers. */
  isNamed?: boolean;
}

/**
 * The name of a system on one line: its last segment strong, its owner small beside it, or the label that the settings have for it. The
 * title has the full name. Copying it copies the full name too.
 */
export function SystemName({ name, folded = "", isNamed = false }: SystemNameProps) {
  const label = labelOf("sources", name);
  const isFolded = label === null && folded !== "" && name.startsWith(folded);
  const { owner, own } = label !== null ? { owner: "", own: label } : nameParts(isFolded ? name.slice(folded.length) : name);
  return (
    <span class="name" title={own === name && !isFolded ? undefined : plain(name)} data-full={name}>
      <Cut text={own} />
      {owner && <EventText text={owner} class="name-owner" />}
      {!isNamed && own !== name && <span class="sr-only">, {plain(name)}</span>}
    </span>
  );
}

/** The name of an environment, cut in front: its end tells it apart. `folded` is the beginning that its neighbours share. */
export function EnvironmentName({ name, folded = "", isNamed = false }: SystemNameProps) {
  const label = labelOf("subjects", name);
  const shown = label ?? (folded !== "" && name.startsWith(folded) ? name.slice(folded.length) : name);
  return (
    <span class="name name-environment" title={plain(name)} data-full={name}>
      <span class="name-end">
        <EventText text={shown} />
      </span>
      {!isNamed && shown !== name && <span class="sr-only">, {plain(name)}</span>}
    </span>
  );
}

/** A version on one line; commits and digests are shortened. */
export function VersionName({ version, class: name = "" }: { version: string; class?: string }) {
  const short = shortVersion(version);
  return (
    <span class={`name mono ${name}`} title={short === version ? undefined : plain(version)} data-full={version}>
      <EventText text={short} />
    </span>
  );
}
