import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../ui/icons";
import { eventQuery } from "../query/current";
import { type LiveState, liveState } from "./live-state";
import { isLive } from "../query/event-query";
import { isMisunderstood } from "./refusal";
import { connection, failure, happen, liveFailure, pause, reload, retryAt, retryNow, waitingCount } from "./timeline";
import "./live-pill.css";

function stateNow(): LiveState {
  if (failure.value) return isMisunderstood(failure.value) ? "ended" : "offline";
  return liveFailure.value ? "offline" : liveState(isLive(eventQuery.value), connection.value, pause.value);
}

function press(state: LiveState): void {
  if (state !== "offline") happen("press");
  else if (failure.peek() || liveFailure.peek()) reload();
  else retryNow();
}

const words: Record<LiveState, string> = {
  connecting: "Connecting",
  live: "Live",
  paused: "Paused",
  offline: "Offline",
  ended: "Not live",
};
const seconds = signal(0);
const said = signal("");

/** Shows the live state. Press to pause, resume or reconnect. */
export function LivePill() {
  const state = stateNow();
  useEffect(() => {
    if (retryAt.value === null) return;
    const tick = () => (seconds.value = Math.max(0, Math.ceil(((retryAt.peek() ?? 0) - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [retryAt.value]);

  const does = { connecting: "", live: "Pause", paused: "Resume", offline: "Reconnect", ended: "" }[state];
  return (
    <>
      <button
        type="button"
        class={`pill ${state}`}
        data-testid="live-state"
        data-state={state}
        disabled={does === ""}
        title={liveFailure.value ?? (does && `${does}${state === "offline" ? "" : " (space)"}`)}
        onClick={() => press(state)}
      >
        {state === "live" ? <Icon name="pause" /> : state === "paused" ? <Icon name="play" /> : <span class="dot" aria-hidden="true" />}
        <span>{words[state]}</span>
        {state === "offline" && retryAt.value !== null && <span aria-hidden="true"> {seconds.value} s</span>}
        {does && <span class="sr-only">. {does}</span>}
      </button>
      <span class="sr-only" role="status">
        {words[state]}
      </span>
      {liveFailure.value && <span class="wrong">{liveFailure.value}</span>}
    </>
  );
}

/** Shows how many events arrived while paused. */
export function NewEvents() {
  const count = waitingCount.value;
  const words = count === 1 ? "1 new event" : `${count.toLocaleString("en")} new events`;

  // Announce only after a quiet moment, so that screen readers don't read out every event.
  useEffect(() => {
    const timer = setTimeout(() => (said.value = count > 0 ? words : ""), 3000);
    return () => clearTimeout(timer);
  }, [count]);

  return (
    <div class="new-events">
      <span class="sr-only" role="status">
        {said.value}
      </span>
      {count > 0 && (
        <button
          type="button"
          class="primary"
          onClick={() => {
            scrollTo({ top: 0 });
            happen("showNew");
          }}
        >
          <Icon name="up" /> {words}
        </button>
      )}
    </div>
  );
}
