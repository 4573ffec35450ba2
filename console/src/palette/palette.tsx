import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, get } from "../api/client";
import { groups } from "../names/known";
import { readSettings } from "../names/load";
import { EventText } from "../event/text";
import { shortVersion } from "../event/name-parts";
import { signOut } from "../session/session";
import { copyText } from "../ui/copy-button";
import { openHelp } from "../ui/help-state";
import { chooseZone } from "../query/current";
import { go } from "../ui/router";
import { setTheme } from "../ui/theme";
import { Dialog } from "../ui/dialog";
import "./palette.css";
import { isOpen } from "./state";
import {
  environmentTarget,
  filterTarget,
  grouped,
  groupTarget,
  match,
  momentTargets,
  pages,
  recentTarget,
  searchTarget,
  systemTarget,
  type Target,
  versionTargets,
} from "./targets";

const kinds: Record<Target["kind"], string> = {
  page: "Page",
  filter: "Saved filter",
  system: "System",
  environment: "Environment",
  group: "Group",
  event: "Event by ref or id",
  action: "Action",
  version: "Version",
  recent: "Recent event",
  search: "Events",
};

const titles: Record<Target["kind"], string> = {
  page: "Pages",
  filter: "Saved filters",
  system: "Systems",
  environment: "Environments",
  group: "Groups",
  event: "Event",
  action: "Actions",
  version: "Versions",
  recent: "Recent events",
  search: "Search",
};

const action = (label: string, run: () => void, also: readonly string[] = []): Target => ({
  kind: "action",
  label,
  also,
  address: "",
  run,
});

const actions: readonly Target[] = [
  action("Theme: light", () => setTheme("light")),
  action("Theme: dark", () => setTheme("dark")),
  action("Theme: system", () => setTheme("system")),
  action("Times in UTC", () => chooseZone("utc"), ["zone"]),
  action("Times in local zone", () => chooseZone("local"), ["zone"]),
  action("Copy link to this page", () => void copyText(location.href), ["permalink"]),
  action("Keyboard shortcuts and query syntax", () => setTimeout(openHelp), ["help"]),
  action("Sign out", () => void signOut(false)),
];

const recentCount = "8";
const searchAfter = 250;

/** The newest events, and versions for the typed text. */
const recent = signal<readonly Target[]>([]);
const versions = signal<readonly Target[]>([]);

async function readRecent(): Promise<void> {
  try {
    recent.value = (await get(api.GET("/api/v1/events", { params: { query: { limit: recentCount } } }))).data.map(recentTarget);
  } catch {
    recent.value = [];
  }
}

/** Asks for versions that contain a text, when it may be one. */
async function readVersions(text: string, signal: AbortSignal): Promise<void> {
  const wanted = text.trim();
  if (wanted.length < 3 || !/\d/.test(wanted) || /[\s"]/.test(wanted)) return void (versions.value = []);
  try {
    const query = { q: [`version:*${wanted}*`], limit: "50" };
    versions.value = versionTargets((await get(api.GET("/api/v1/events", { params: { query }, signal }))).data);
  } catch {
    if (!signal.aborted) versions.value = [];
  }
}

/** Saved filters, systems and environments. Loaded each time the palette opens; the previous ones are shown meanwhile. */
const names = signal<readonly Target[]>([]);
const isPartial = signal(false);

async function readNames(): Promise<void> {
  try {
    const [filters, systems, environments] = await Promise.all([
      get(api.GET("/api/v1/filters")),
      get(api.GET("/api/v1/sources")),
      get(api.GET("/api/v1/subjects")),
      readSettings(),
    ]);
    names.value = [
      ...filters.data.map(filterTarget),
      ...systems.data.map(systemTarget),
      ...environments.data.map(environmentTarget),
      ...groups.peek().map((group) => groupTarget(group.name)),
    ];
    isPartial.value = false;
  } catch {
    isPartial.value = true;
  }
}

/** Finds pages, filters, systems, environments and events by a few letters. */
export function Palette() {
  return (
    <Dialog title="Go to" open={isOpen.value} onClose={() => (isOpen.value = false)}>
      <Search />
    </Dialog>
  );
}

function Search() {
  const list = useRef<HTMLUListElement>(null);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = grouped([
    ...momentTargets(text),
    ...match(text, [...pages, ...(text.trim() ? [] : recent.value), ...names.value, ...actions, ...(text.trim() ? recent.value : [])]),
    ...(text.trim() ? [...versions.value, searchTarget(text)] : []),
  ]);
  const active = Math.min(chosen, found.length - 1);

  useEffect(() => {
    void readNames();
    void readRecent();
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => void readVersions(text, stop.signal), searchAfter);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  useEffect(() => list.current?.querySelector(`#palette-${active}`)?.scrollIntoView({ block: "nearest" }), [active, text]);

  function follow(target: Target | undefined): void {
    if (!target) return;
    isOpen.value = false;
    if (target.run) target.run();
    else go(target.address);
  }

  function onKey(e: KeyboardEvent): void {
    const by: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (e.key === "Enter") follow(found[active]);
    else if (by[e.key] && found.length > 0) setChosen((active + by[e.key]! + found.length) % found.length);
    else return;
    e.preventDefault();
  }

  return (
    <div class="palette">
      <input
        autofocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${active}` : undefined}
        aria-label="Find a page, system, version, event or action"
        placeholder="Find a page, system, version, event or action"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(e) => {
          setText(e.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <ul ref={list} id="palette-list" role="listbox" aria-label="Results">
        {found.map((target, i) => (
          <>
            {target.kind !== found[i - 1]?.kind && (
              <li key={`title ${target.kind}`} class="palette-title" role="presentation">
                {titles[target.kind]}
              </li>
            )}
            <li
              key={`${target.kind} ${target.label} ${target.address}`}
              id={`palette-${i}`}
              role="option"
              aria-selected={i === active}
              onClick={() => follow(target)}
              onMouseMove={() => i !== active && setChosen(i)}
            >
              <span class="palette-label">
                <EventText text={target.kind === "version" ? shortVersion(target.label) : target.label} />
                {target.detail && <EventText text={target.detail} class="quiet" />}
              </span>{" "}
              <span class="quiet">{kinds[target.kind]}</span>
            </li>
          </>
        ))}
      </ul>
      {isPartial.value && <p class="quiet">Couldn't load saved filters, systems and environments.</p>}
    </div>
  );
}
