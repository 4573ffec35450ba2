import type { Connection } from "./live";
import type { Pause } from "./pause";

export type LiveState = "connecting" | "live" | "paused" | "offline" | "ended";

/** What is said of the list: that nothing can arrive matters more than that what arrives waits. */
export function liveState(live: boolean, connection: Connection, pause: Pause): LiveState {
  if (!live) return "ended";
  if (connection === "offline") return "offline";
  if (connection === "off") return "connecting";
  if (pause !== null) return "paused";
  return connection;
}
