/** Why new events wait; null while they come in as they arrive. */
export type Pause = "pressed" | "expanded" | "scrolled" | null;

export type Happening = "press" | "expand" | "collapse" | "scrollAway" | "scrollBack" | "showNew";

/** What was paused by reading on goes on by itself when one is back; what was paused by hand, only by hand. */
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
