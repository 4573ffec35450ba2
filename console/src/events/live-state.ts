import type { Connection } from "../live/feed";
import type { Pause } from "./pause";

export type LiveState = "connecting" | "live" | "paused" | "offline" | "ended";

/** The state to show. Being offline takes precedence over being paused. */
export function liveState(live: boolean, connection: Connection, pause: Pause): LiveState {
  if (!live) return "ended";
  if (connection === "offline") return "offline";
  if (connection === "off") return "connecting";
  if (pause !== null) return "paused";
  return connection;
}
