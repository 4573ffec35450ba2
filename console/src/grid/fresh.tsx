import { useComputed } from "@preact/signals";
import { placeKey, type Place } from "../cell/shape";
import { fresh } from "./load";
import "./fresh.css";

/** Highlights a cell that has just come in. */
export function FreshMark({ source, subject }: Place) {
  const isFresh = useComputed(() => fresh.value.has(placeKey({ source, subject })));
  return isFresh.value ? <span class="fresh-mark" data-testid="fresh" /> : null;
}
