import { signal } from "@preact/signals";

/** Whether the pointer is in the list: rows must not move under it. */
export const pointed = signal(false);

/** Whether arriving events may be shown at once. */
export const mayShow = (pause: Pause, pointed: boolean) => pause === null && !pointed;

/** Why new events wait; null when they are shown as they arrive. */
export type Pause = "pressed" | "expanded" | "scrolled" | null;

export type Happening = "press" | "expand" | "collapse" | "scrollAway" | "scrollBack" | "showNew" | "enter" | "leave";

/** A pause caused by scrolling or opening a row ends by itself. A pause by hand ends only by hand. */
export function pauseAfter(pause: Pause, happening: Happening): Pause {
  switch (happening) {
    case "press":
      return pause === null ? "pressed" : null;
    case "expand":
      return pause ?? "expanded";
    case "scrollAway":
      return pause ?? "scrolled";
    case "collapse":
      return pause === "expanded" ? null : pause;
    case "scrollBack":
      return pause === "scrolled" ? null : pause;
    case "enter":
    case "leave":
      return pause;
    case "showNew":
      return null;
  }
}
