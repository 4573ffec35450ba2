import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, get } from "../api/client";
import { groups } from "../names/known";
import { readSettings } from "../names/load";
import { EventText } from "../event/text";
import { go } from "../ui/router";
import { Dialog } from "../ui/dialog";
import "./palette.css";
import { isOpen } from "./state";
import { environmentTarget, filterTarget, groupTarget, match, pages, systemTarget, type Target } from "./targets";

const kinds: Record<Target["kind"], string> = {
  page: "Page",
  filter: "Saved filter",
  system: "System",
  environment: "Environment",
  group: "Group",
  event: "Event by ref or id",
};

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
  const found = match(text, [...pages, ...names.value]);
  const active = Math.min(chosen, found.length - 1);

  useEffect(() => void readNames(), []);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: "nearest" }), [active, text]);

  function follow(target: Target | undefined): void {
    if (!target) return;
    isOpen.value = false;
    go(target.address);
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
        aria-label="Find a page, system, environment, saved filter or event ref"
        placeholder="Find a page, system, environment, saved filter or event ref"
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
          <li
            key={`${target.kind} ${target.label} ${target.address}`}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === active}
            onClick={() => follow(target)}
            onMouseMove={() => i !== active && setChosen(i)}
          >
            <EventText text={target.label} /> <span class="quiet">{kinds[target.kind]}</span>
          </li>
        ))}
      </ul>
      {isPartial.value && <p class="quiet">Couldn't load saved filters, systems and environments.</p>}
    </div>
  );
}
