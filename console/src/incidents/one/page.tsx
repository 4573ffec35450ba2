import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { eventAddress } from "../../event/address";
import { plain } from "../../event/event-text";
import { isOpenIncident } from "../../event/incident";
import { EnvironmentName, SystemName } from "../../event/name";
import { EventText } from "../../event/text";
import { environmentAddress, incidentAddress, systemAddress } from "../../links/addresses";
import { countsAs } from "../../names/known";
import { CopyButton } from "../../ui/copy-button";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { now } from "../../ui/now";
import { Said, say } from "../../ui/say";
import { zone as chosenZone } from "../../ui/zone";
import { useFollow } from "../follow";
import type { Change } from "../picture/changes";
import { shownAtFirst } from "../picture/lanes";
import { Picture } from "../picture/picture";
import { copyPicture, pngOf } from "../picture/png";
import type { Span } from "../picture/scale";
import { systemLabel } from "../picture/words";
import { clock, clockBeside, dayInWords, shortClock } from "../span";
import type { Incident } from "../suspicion";
import { SeverityBadge, StateBadge } from "../badges";
import { followedOf, lastedInWords } from "./followed";
import { Followed } from "./followed-list";
import { type Around, type Choice, readIncident } from "./load";
import { markdownOf, titleOf } from "./markdown";
import { Strip } from "./strip";
import { suspectRows } from "./suspect-rows";
import { Suspects } from "./suspects";
import { ChangesTable } from "./table";
import { endOf, firstView } from "./window";
import "./page.css";

/** Lanes beyond these are folded. */
const maxLanes = 12;
/** More lanes than these don't help anybody; the table has their changes. */
const maxUnfolded = 60;
/** Without many changes, systems that didn't change fill up to this. */
const fewLanes = 8;
/** Suspects that the Markdown text lists. */
const maxCopied = 5;

/** One incident, named by its number, or by the id or ref of one of its events. */
export function IncidentPage({ number, source }: { number: string; source: string | null }) {
  const [loaded, reload] = useLoaded(useCallback(() => readIncident(number, source, now.peek()), [number, source]));
  const found = loaded.state === "ready" ? loaded.data : null;
  const last = useRef<Around | null>(null);
  if (found && "incident" in found) last.current = found;
  useFollow(found !== null && "incident" in found && isOpenIncident(found.incident), reload);
  const title = last.current ? [last.current.incident.number, titleOf(last.current.incident)].filter(Boolean).join(" ") : number;
  useEffect(() => {
    document.title = `${plain(title)} · OpsTrails`;
  }, [title]);

  // A failed refresh keeps what was read before.
  if (loaded.state === "failed" && !last.current) {
    return (
      <>
        <Breadcrumb name={number} />
        <h1>Incident</h1>
        <ErrorNote error={loaded.error} retry={() => void reload()} />
      </>
    );
  }
  if (found && "choices" in found) return <Choices number={number} {...found} />;
  if (!last.current) return <p class="quiet">Loading…</p>;
  return (
    <>
      {loaded.state === "failed" && <ErrorNote error={loaded.error} retry={() => void reload()} />}
      <Shown around={last.current} source={source} />
    </>
  );
}

function Breadcrumb({ name }: { name: string }) {
  return (
    <nav class="breadcrumb quiet" aria-label="Breadcrumb">
      <a href="/incidents">Incidents</a> / <EventText text={name} />
    </nav>
  );
}

function Choices({ number, choices }: { number: string } & Choice) {
  return (
    <>
      <Breadcrumb name={number} />
      <h1>
        Which incident <EventText text={number} />?
      </h1>
      <p>Incidents of {choices.length} systems have this number.</p>
      <ul class="incident-choices">
        {choices.map((one) => (
          <li key={one.source}>
            <a href={incidentAddress(number, one.source)}>
              <SystemName name={one.source} />
            </a>{" "}
            <StateBadge incident={one} />{" "}
            <span>
              <EventText text={titleOf(one)} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Shown({ around, source }: { around: Around; source: string | null }) {
  const { incident, place, lanes, changes, freezes, later, suspects: ranked, suspectsTotal } = around;
  const zone = chosenZone.value;
  const article = useRef<HTMLElement>(null);
  const [view, setView] = useState<Span | null>(null);
  const [isUnfolded, setUnfolded] = useState(false);
  const [look, setLook] = useState<{ at: number | null; change: Change | null }>({ at: null, change: null });
  const opened = Date.parse(incident.opened);
  const end = endOf(incident, isOpenIncident(incident) ? now.value : now.peek());
  // The picture grows with the time that passes until it is read again.
  const whole = { from: around.span.from, to: Math.max(around.span.to, end) };
  const first = firstView(whole, opened);
  const shown = lanes.slice(0, isUnfolded ? maxUnfolded : shownAtFirst(lanes, maxLanes, fewLanes));
  const folded = lanes.length - shown.length;
  const rows = useMemo(
    () => suspectRows({ suspects: ranked, incident: place, changes, freezes, countsAs }),
    [ranked, place, changes, freezes],
  );
  const followed = useMemo(() => followedOf(incident, later, lanes), [incident, later, lanes]);
  const lasted = lastedInWords(incident, end);

  function markdown(): string {
    const link = new URL(incidentAddress(incident.number ?? incident.ref, source ?? undefined), location.origin).href;
    const listed = rows.slice(0, maxCopied);
    const hidden = suspectsTotal - listed.length;
    return markdownOf({ incident, suspects: listed, hidden, followed, end, zone, now: now.peek(), link });
  }

  async function picture() {
    const svg = article.current!.querySelector<SVGSVGElement>("svg.picture")!;
    const caption = {
      title: plain([incident.number, titleOf(incident)].filter(Boolean).join(" · ")),
      lines: [
        plain(
          [incident.severity, systemLabel(incident.source), incident.subject, dayInWords(opened, zone, now.peek()), lasted]
            .filter(Boolean)
            .join(" · "),
        ),
      ],
    };
    try {
      const done = await copyPicture(pngOf(svg, caption), `incident-${(incident.number ?? incident.ref).replace(/[^\w.-]+/g, "-")}.png`);
      say(done === "copied" ? "Picture copied" : "Picture downloaded");
    } catch (e) {
      say(e instanceof Error && e.message !== "" ? e.message : "Couldn't draw the picture.");
    }
  }

  return (
    <article class="incident-page" ref={article}>
      <Breadcrumb name={incident.number ?? incident.ref} />
      <Head incident={incident} end={end} lasted={lasted}>
        <CopyButton label="Copy as Markdown" text={markdown} />
        <button type="button" onClick={() => void picture()}>
          Copy picture
        </button>
        <a class="as-button" href={eventAddress(incident.id, incident.source)}>
          Raw event
        </a>
      </Head>
      <figure class="incident-picture" aria-label="What changed around the incident">
        <Picture
          incident={incident}
          lanes={shown}
          freezes={freezes}
          hours={around.hours}
          hoursZone={around.zone}
          whole={whole}
          view={view ?? first}
          onView={setView}
          dataEnd={Math.min(whole.to, Math.max(now.value, end))}
          end={end}
          isOpen={isOpenIncident(incident)}
          onLook={(at, change) => setLook({ at, change })}
        />
        <Strip incident={incident} lanes={shown} at={look.at ?? opened} change={look.change} />
        <div class="picture-foot">
          {(folded > 0 || isUnfolded) && lanes.length > shownAtFirst(lanes, maxLanes, fewLanes) && (
            <button type="button" class="plain" aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
              {isUnfolded ? "Show fewer systems" : `and ${folded} more`}
            </button>
          )}
          <Zoomed view={view} first={first} whole={whole} opened={opened} onView={setView} />
        </div>
      </figure>
      {around.cuts.map((cut) => (
        <p class="quiet cut" key={cut.from}>
          Too many events. Those from {clockBeside(cut.from, opened, zone)} to {clockBeside(cut.to, opened, zone)} aren't in the picture.
        </p>
      ))}
      <details class="as-table">
        <summary>Show as table</summary>
        <ChangesTable incident={incident} changes={changes} freezes={freezes} />
      </details>
      <div class="incident-columns">
        <Suspects
          incident={incident}
          rows={rows}
          total={suspectsTotal}
          complete={incident.suspects?.complete ?? true}
          kept={!!incident.suspects}
        />
        <Followed incident={incident} steps={followed} known={incident.followed.known !== false} />
      </div>
      <Said />
    </article>
  );
}

interface ZoomedProps {
  view: Span | null;
  first: Span;
  whole: Span;
  opened: number;
  onView: (view: Span | null) => void;
}

function Zoomed({ view, first, whole, opened, onView }: ZoomedProps) {
  const zone = chosenZone.value;
  const isPart = first.to < whole.to;
  return (
    <span role="status" class="zoomed">
      {view && (
        <>
          {clockBeside(view.from, opened, zone)} – {shortClock(view.to, zone)}{" "}
          <button type="button" class="small" onClick={() => onView(null)}>
            Zoom back
          </button>
        </>
      )}
      {!view && isPart && (
        <>
          The first hours.{" "}
          <button type="button" class="small" onClick={() => onView(whole)}>
            Show all of it
          </button>
        </>
      )}
    </span>
  );
}

interface HeadProps {
  incident: Incident;
  end: number;
  lasted: string;
  children: preact.ComponentChildren;
}

function Head({ incident, end, lasted, children }: HeadProps) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const tone = incident.resolved !== null ? "is-good" : isOpenIncident(incident) ? "is-bad" : "quiet";
  return (
    <header class="incident-head">
      <div class="incident-title">
        <h1>
          <EventText text={titleOf(incident)} />
        </h1>
        <div class="incident-actions">{children}</div>
      </div>
      <div class="incident-facts">
        <SeverityBadge severity={incident.severity} />
        {incident.resolved === null && <StateBadge incident={incident} />}
        <a href={systemAddress(incident.source)} class="fact-name">
          <SystemName name={incident.source} />
        </a>
        {incident.subject !== null && (
          <a href={environmentAddress(incident.subject)} class="fact-name">
            <EnvironmentName name={incident.subject} />
          </a>
        )}
        <span class="fact-times">
          {dayInWords(opened, zone, now.value)},{" "}
          <strong>
            <time dateTime={incident.opened}>{clock(opened, zone)}</time>
            {incident.resolved !== null && (
              <>
                {" – "}
                <time dateTime={incident.resolved}>{clockBeside(end, opened, zone, true)}</time>
              </>
            )}
          </strong>{" "}
          {zone === "utc" && "UTC "}· <strong class={tone}>{lasted}</strong>
        </span>
      </div>
    </header>
  );
}
