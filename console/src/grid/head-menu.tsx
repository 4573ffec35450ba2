import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { plain } from "../event/event-text";
import { environmentAddress, eventsAddress, systemAddress } from "../links/addresses";
import { mayAdminister } from "../session/permission";
import { Time } from "../ui/time";
import { askToArchive, BringBack, type Named } from "./archive";
import { besideOf } from "./beside";
import { hide, pinned, togglePin } from "./choices";
import "./head-menu.css";

/** The heading whose menu is open. */
const opened = signal<(Named & { button: HTMLElement }) | null>(null);

interface HeadActionProps extends Named {
  archivedAt: string | null;
  row: number;
  column: number;
}

/** The button of a heading, which opens its menu, or brings it back. Reached by arrow keys, because the table is one tab stop. */
export function HeadAction({ field, name, archivedAt, row, column }: HeadActionProps) {
  const place = { tabIndex: -1, "data-row": row, "data-column": column };
  if (archivedAt !== null)
    return mayAdminister() ? (
      <BringBack field={field} name={name} {...place} />
    ) : (
      <span class="bring-back quiet">
        archived <Time at={archivedAt} />
      </span>
    );
  return (
    <button
      type="button"
      class="head-action"
      aria-label={`Actions for ${plain(name)}`}
      title="Pin, hide, archive"
      aria-haspopup="menu"
      aria-expanded={opened.value?.name === name && opened.value.field === field}
      {...place}
      onClick={(e) => {
        const button = e.currentTarget;
        opened.value = opened.peek()?.button === button ? null : { field, name, button };
      }}
    />
  );
}

/** The menu of a heading. There is one for all of them, because a large grid has many headings. */
export function HeadMenu() {
  const menu = useRef<HTMLDivElement>(null);
  const of = opened.value;

  useLayoutEffect(() => {
    const box = menu.current;
    if (!box || !of) return;
    const { left, top } = besideOf(of.button.getBoundingClientRect(), box, { width: document.body.clientWidth, height: innerHeight });
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    box.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [of]);
  useEffect(() => {
    if (!of) return;
    const close = (e: Event) => {
      if (!menu.current?.contains(e.target as Node) && !of.button.contains(e.target as Node)) opened.value = null;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("scroll", close, true);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("scroll", close, true);
    };
  }, [of]);
  useEffect(() => () => void (opened.value = null), []);

  if (!of) return null;
  const { field, name, button } = of;
  const isSystem = field === "sources";

  function close(): void {
    opened.value = null;
    button.focus();
  }

  function onKey(e: KeyboardEvent): void {
    const items = [...menu.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
    if (e.key === "Escape" || e.key === "Tab") close();
    else if (e.key in to) items[to[e.key]! % items.length]?.focus();
    else return;
    e.preventDefault();
    e.stopPropagation();
  }

  const item = (label: string, act: () => void) => (
    <button
      type="button"
      role="menuitem"
      class="plain"
      tabIndex={-1}
      onClick={() => {
        close();
        act();
      }}
    >
      {label}
    </button>
  );
  const link = (label: string, href: string) => (
    <a role="menuitem" class="menu-link" tabIndex={-1} href={href}>
      {label}
    </a>
  );
  return (
    <div ref={menu} class="head-menu" role="menu" aria-label={`Actions for ${plain(name)}`} onKeyDown={onKey}>
      {link(isSystem ? "Open system" : "Open environment", isSystem ? systemAddress(name) : environmentAddress(name))}
      {link("Show events", eventsAddress(isSystem ? "source" : "subject", name))}
      {item(pinned.value[field].includes(name) ? "Unpin" : isSystem ? "Pin to the top" : "Pin to the left", () => togglePin(field, name))}
      {item("Hide in this browser", () => hide(field, name))}
      {mayAdminister() && item("Archive for everyone…", () => askToArchive({ field, name }))}
    </div>
  );
}
