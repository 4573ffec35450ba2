import { effect, signal } from "@preact/signals";
import type { Event } from "../api/client";
import { setSearchParams } from "../ui/router";
import { reference } from "../query/current";
import { eventKey } from "./event-list";
import { readWhole, type Whole } from "../event/whole-event";
import type { EventReference } from "../event/reference";
import { noteOpened, wasOpen } from "./place";
import { happen, onDeletion } from "./timeline";

/** The key of the open row. */
export const opened = signal<string | null>(null);

/** The event from the address. It is shown above the list, whether the list contains it or not. */
export const linked = signal<{ reference: EventReference; whole: Whole | null; failure: unknown } | null>(null);

export function open(event: Event): void {
  opened.value = eventKey(event);
  linked.value = null;
  setSearchParams({ event: event.id, source: event.source });
  happen("expand");
}

export function close(): void {
  opened.value = null;
  linked.value = null;
  setSearchParams({ event: null, source: null });
  happen("collapse");
}

export function toggle(event: Event): void {
  if (opened.peek() === eventKey(event)) close();
  else open(event);
}

/** Shows the event from the address unless its row is already open. */
export function followReference(): () => void {
  const stopDeletions = onDeletion((keys) => {
    const shown = opened.peek() ?? (linked.peek() && eventKey(linked.peek()!.reference));
    if (shown && (keys === null || keys.has(shown))) close();
  });
  const stopFollowing = effect(() => {
    const wanted = reference.value;
    if (wanted && eventKey(wanted) === opened.peek()) return;
    // Back from another page: the row opens where it was.
    if (wanted && wasOpen(eventKey(wanted))) {
      opened.value = eventKey(wanted);
      return happen("expand");
    }
    opened.value = null;
    if (wanted) void showLinked(wanted);
    else linked.value = null;
  });
  const stopNoting = effect(() => noteOpened(opened.value));
  return () => {
    stopNoting();
    stopDeletions();
    stopFollowing();
  };
}

export async function showLinked(wanted: EventReference): Promise<void> {
  linked.value = { reference: wanted, whole: null, failure: null };
  happen("expand");
  scrollTo({ top: 0 });
  const mine = linked.peek();
  let shown: { whole: Whole | null; failure: unknown };
  try {
    shown = { whole: await readWhole(wanted), failure: null };
  } catch (e) {
    shown = { whole: null, failure: e };
  }
  if (linked.peek() === mine) linked.value = { reference: wanted, ...shown };
}
