import { signal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { api, get, getData } from "../api/client";
import type { Grid } from "../cell/shape";
import { reportRemoved } from "../event/removed";
import { EventText } from "../event/text";
import { follow } from "../live/live";
import { mayAdminister } from "../session/permission";
import { ErrorNote } from "../ui/error-note";
import { store, stored } from "../ui/stored";
import { useLoaded } from "../ui/loaded";
import { type Facts, hasDemo, isYoung, stepsOf } from "./steps";
import "./checklist.css";

const name = "first-steps";
const askEvery = 5_000;

const isDismissed = stored(name, false, (value) => (typeof value === "boolean" ? value : null));

const dismiss = () => store(name, isDismissed, true);

/** What comes after the first event, until it is done or dismissed, and a way to remove the demo. */
export function FirstSteps({ grid, onChanged }: { grid: Grid; onChanged: () => Promise<void> }) {
  const isDemo = hasDemo(grid);
  if (!mayAdminister()) return null;
  return (
    <>
      {isDemo && <RemoveDemo onRemoved={onChanged} />}
      {!isDismissed.value && (isDemo || isYoung(grid)) && <Checklist grid={grid} />}
    </>
  );
}

async function readFacts(): Promise<Facts> {
  const [keys, people, context] = await Promise.all([
    get(api.GET("/api/v1/keys")),
    get(api.GET("/api/v1/people")),
    getData(api.GET("/api/v1/context")),
  ]);
  return { keys: keys.data, people: people.data.length, hasContext: context.text.trim() !== "" };
}

function Checklist({ grid }: { grid: Grid }) {
  const [facts, reload] = useLoaded(useCallback(readFacts, []));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      events: () =>
        (timer ??= setTimeout(() => {
          timer = undefined;
          void reload();
        }, askEvery)),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [reload]);
  if (facts.state !== "ready") return null;
  const steps = stepsOf(facts.data);
  const last = newest(grid);
  return (
    <section class="first-steps" aria-label="First steps">
      {last && !hasDemo(grid) && (
        <p class="received" role="status" data-testid="first-event">
          <strong>Received:</strong> <EventText text={last.type} /> of <EventText text={last.source} />.{" "}
          <a href="/events">Go to events</a>
        </p>
      )}
      <ul>
        {steps.map((step) => (
          <li key={step.name} class={step.isDone ? "is-done" : undefined}>
            <span aria-hidden="true">{step.isDone ? "✓" : "○"}</span> <a href={step.href}>{step.name}</a>
            <span class="sr-only">{step.isDone ? " (done)" : " (to do)"}</span>
            {!step.isDone && <span class="quiet about"> {step.about}</span>}
          </li>
        ))}
      </ul>
      <button type="button" class="plain small" onClick={dismiss}>
        {steps.every((step) => step.isDone) ? "Done, hide this" : "Hide first steps"}
      </button>
    </section>
  );
}

function newest(grid: Grid): { type: string; source: string } | null {
  const all = grid.rows.flatMap(({ source, cells }) => cells.flatMap(({ lastEvent }) => (lastEvent ? [{ ...lastEvent, source }] : [])));
  all.sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
  return all[0] ?? null;
}

const removing = signal(false);
const failure = signal<unknown>(null);

function RemoveDemo({ onRemoved }: { onRemoved: () => Promise<void> }) {
  async function remove(): Promise<void> {
    removing.value = true;
    failure.value = null;
    try {
      await getData(api.DELETE("/api/v1/demo"));
      reportRemoved();
      await onRemoved();
    } catch (e) {
      failure.value = e;
    }
    removing.value = false;
  }
  return (
    <div class="demo-note">
      <p>
        This grid shows the demo month. <span class="quiet">Events of your own stay when you remove it.</span>
      </p>
      <button type="button" class="small" disabled={removing.value} onClick={() => void remove()}>
        {removing.value ? "Removing…" : "Remove demo"}
      </button>
      {failure.value !== null && <ErrorNote error={failure.value} />}
    </div>
  );
}
