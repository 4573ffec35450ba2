import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import "./tabs.css";

export interface Tab {
  id: string;
  label: string;
  content: () => ComponentChildren;
}

/** Tabs after the ARIA practices: one tab stop, arrow keys move between tabs. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const [chosen, setChosen] = useState(tabs[0]?.id);
  const ids = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  if (!current) return null;

  function move(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === current!.id);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    setChosen(tabs[next]!.id);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  }

  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${ids}-${tab.id}`}
            aria-selected={tab === current}
            aria-controls={`${ids}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => setChosen(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${ids}-panel`} aria-labelledby={`${ids}-${current.id}`}>
        {current.content()}
      </div>
    </div>
  );
}
