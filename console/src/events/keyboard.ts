import { isOpen as isHelpOpen, keysOn } from "./help-state";
import { copyText } from "../ui/copy-button";
import { say } from "../ui/say";
import { activeIndex, activeKey, move } from "./active";
import { linked, close, opened, toggle } from "./opened";
import { permalink } from "../event/reference";
import { happen, rows } from "./timeline";

/** Handles a key. Returns false when the key has no action here. */
function act(key: string, onControl: boolean): boolean {
  switch (key) {
    case "j":
    case "ArrowDown":
      if (key === "ArrowDown" && onControl) return false;
      move(1);
      return true;
    case "k":
    case "ArrowUp":
      if (key === "ArrowUp" && onControl) return false;
      move(-1);
      return true;
    case "Enter":
    case "o": {
      const item = rows.peek()[activeIndex.peek()];
      if (onControl || activeKey.peek() === null || item?.kind !== "event") return false;
      toggle(item.event);
      return true;
    }
    case "Escape":
      if (opened.peek() === null && linked.peek() === null) return false;
      close();
      return true;
    case " ":
      if (onControl) return false;
      happen("press");
      return true;
    case "n":
      scrollTo({ top: 0 });
      happen("showNew");
      return true;
    case "c": {
      const item = rows.peek()[activeIndex.peek()];
      const event = linked.peek()?.reference ?? (item?.kind === "event" ? item.event : null);
      if (!event) return false;
      void copyText(permalink(location.origin, event)).then((copied) => say(copied ? "Permalink copied" : "Couldn't copy"));
      return true;
    }
    case "/":
      document.getElementById("query")?.focus();
      return true;
    case "?":
      isHelpOpen.value = true;
      return true;
    default:
      return false;
  }
}

const isText = (element: Element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable], [role=slider]");

export function followKeys(): () => void {
  const onKey = (e: KeyboardEvent) => {
    const on = e.target as Element;
    if (
      e.defaultPrevented ||
      e.ctrlKey ||
      e.metaKey ||
      e.altKey ||
      document.querySelector("dialog[open]") ||
      isText(on) ||
      on.closest("dialog, .menu[open]")
    )
      return;
    const isLetter = e.key.length === 1;
    if (isLetter && !keysOn.peek()) return;
    if (act(e.key, on.matches("button, a, summary, pre, input"))) e.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
