import { eventAddress } from "../event/address";
import { copyText } from "../ui/copy-button";
import { followPageKeys } from "../ui/keys";
import { say } from "../ui/say";
import { changeQuery } from "../query/current";
import { now } from "../ui/now";
import { counts } from "./counts";
import { activeIndex, activeKey, move } from "./active";
import { linked, close, opened, toggle } from "./opened";
import { happen, rows } from "./timeline";

/** Moves the range by its own length, not beyond now. */
function stepRange(by: number): boolean {
  const window = counts.peek()?.counted.window;
  if (!window) return false;
  const span = window.to - window.from;
  const [from, to] = [window.from + by * span, window.to + by * span];
  const isNow = to >= now.peek();
  changeQuery({ from: new Date(isNow ? now.peek() - span : from).toISOString(), to: isNow ? "" : new Date(to).toISOString() });
  return true;
}

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
      void copyText(location.origin + eventAddress(event.id, event.source)).then((copied) => say(copied ? "Link copied" : "Couldn't copy"));
      return true;
    }
    case "[":
    case "]":
      return stepRange(key === "[" ? -1 : 1);
    default:
      return false;
  }
}

export const followKeys = () => followPageKeys(act);
