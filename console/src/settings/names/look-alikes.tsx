import { useState } from "preact/hooks";
import { plain } from "../../event/event-text";
import { EventText } from "../../event/text";
import { merge } from "../../names/edit";
import { fieldOf, type LookAlike, lookAlikeInWords } from "../../names/words";
import { mayAdminister } from "../../session/permission";
import type { Change } from "./change";

interface LookAlikesProps {
  of: readonly LookAlike[];
  isBusy: boolean;
  change: Change;
}

/** Names that look like one, each with a button to merge them. */
export function LookAlikes({ of, isBusy, change }: LookAlikesProps) {
  if (of.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="look-alikes-title">
      <h3 id="look-alikes-title">Names that look alike</h3>
      {of.map((one) => (
        <Merge key={JSON.stringify([one.field, one.names])} of={one} isBusy={isBusy} change={change} />
      ))}
    </section>
  );
}

function Merge({ of, isBusy, change }: { of: LookAlike; isBusy: boolean; change: Change }) {
  const [into, setInto] = useState(of.suggested);
  const words = lookAlikeInWords(of);
  return (
    <div class="look-alike" role="group" aria-label={plain(words)}>
      <p>
        <EventText text={words} />
      </p>
      {mayAdminister() && (
        <>
          <label>
            Keep{" "}
            <select value={into} disabled={isBusy} onChange={(e) => setInto(e.currentTarget.value)}>
              {of.names.map((name) => (
                <option key={name} value={name}>
                  {plain(name)}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="primary"
            disabled={isBusy}
            onClick={() => void change((settings) => merge(settings, fieldOf(of), of.names, into), `Merged into ${plain(into)}.`)}
          >
            Merge into <EventText text={into} />
          </button>
        </>
      )}
    </div>
  );
}
