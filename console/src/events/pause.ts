/** Why new events wait; null when they are shown as they arrive. */
export type Pause = "pressed" | "expanded" | "scrolled" | null;

export type Happening = "press" | "expand" | "collapse" | "scrollAway" | "scrollBack" | "showNew";

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
    case "showNew":
      return null;
  }
}
