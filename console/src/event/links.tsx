import { useEffect } from "preact/hooks";
import type { Event } from "../api/client";
import { known } from "../names/known";
import { ensureSettings } from "../names/load";
import { plain } from "./event-text";
import { linksOf, matchesIn, type OutLink } from "./links-of";
import { EventText } from "./text";
import "./links.css";

const patternsOf = () => known.value.links ?? [];

/** A link out of the console. Shows its host, and tells that site nothing about this one. */
export function OutLinkTo({ url, label }: Pick<OutLink, "url" | "label">) {
  const { host } = new URL(url);
  return (
    <span class="out-link">
      <a href={url} target="_blank" rel="noopener noreferrer" title={plain(url)}>
        <EventText text={label} />
        <span aria-hidden="true"> ↗</span>
        <span class="sr-only">, opens {plain(host)} in a new tab</span>
      </a>
      {label !== host && <span class="out-host">{plain(host)}</span>}
    </span>
  );
}

/** The links of an event: its repository and commits, tickets by the patterns of the settings, and every address in its payload. */
export function EventLinks({ event, label = "Links" }: { event: Pick<Event, "source" | "subject" | "version" | "data">; label?: string }) {
  useEffect(ensureSettings, []);
  const links = linksOf(event, patternsOf());
  if (links.length === 0) return null;
  return (
    <ul class="out-links" aria-label={label}>
      {links.map((link) => (
        <li key={link.url}>
          <OutLinkTo {...link} />
        </li>
      ))}
    </ul>
  );
}

/** Untrusted text whose addresses and tickets are links. */
export function LinkedText({ text, field, source, class: name = "" }: { text: string; field: string; source: string; class?: string }) {
  useEffect(ensureSettings, []);
  const pieces: preact.ComponentChild[] = [];
  let at = 0;
  for (const { start, end, url } of matchesIn(text, field, source, patternsOf())) {
    if (start > at) pieces.push(<EventText text={text.slice(at, start)} />);
    pieces.push(
      <a href={url} target="_blank" rel="noopener noreferrer" title={plain(url)}>
        <EventText text={text.slice(start, end)} />
      </a>,
    );
    at = end;
  }
  if (at < text.length) pieces.push(<EventText text={text.slice(at)} />);
  return <span class={name}>{pieces}</span>;
}
