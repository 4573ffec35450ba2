import { Dialog } from "../ui/dialog";
import { isOpen, keysOn, setKeysOn } from "../ui/help-state";
import "./help-dialog.css";

const everywhere: readonly [string[], string][] = [
  [["g g"], "grid"],
  [["g i"], "incidents"],
  [["g e"], "events"],
  [["g c"], "compare"],
  [["g s"], "settings"],
  [["/"], "filter of the page"],
  [["Ctrl K", "⌘ K"], "go to a system, environment, version, event or page"],
  [["?"], "this help"],
];

const keys: readonly [string[], string][] = [
  [["j", "↓"], "next event"],
  [["k", "↑"], "previous event"],
  [["Enter", "o"], "open or close the event"],
  [["Esc"], "close the event"],
  [["Space"], "pause or resume"],
  [["n"], "show new events"],
  [["c"], "copy the link to the event"],
  [["[", "]"], "earlier or later range"],
];

const queries: readonly [string, string][] = [
  ["type:deployment", "a field and its value; fields are type, source, subject, severity and version"],
  ["source:BE source:FE", "repeat a field for OR"],
  ["-source:DB", "exclude a value"],
  ["source:*checkout*", "any text in place of *, in any letter case; quotes keep * as it is"],
  ["severity>=MAJOR", "this severity or higher; the order is LOW, MINOR, MAJOR, CRITICAL"],
  ['subject:""', "events without an environment"],
  ['"card payments"', "text in type, system, environment, version or description"],
];

function Keys({ of }: { of: typeof keys }) {
  return (
    <dl class="keys">
      {of.map(([names, does]) => (
        <div key={does}>
          <dt>
            {names.map((name, i) => (
              <>
                {i > 0 && " or "}
                <kbd>{name}</kbd>
              </>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

export function HelpDialog() {
  return (
    <Dialog title="Shortcuts and queries" open={isOpen.value} onClose={() => (isOpen.value = false)}>
      <Keys of={everywhere} />
      <h3>Event list</h3>
      <Keys of={keys} />
      <label class="check">
        <input type="checkbox" checked={keysOn.value} onChange={(e) => setKeysOn(e.currentTarget.checked)} /> Single-key shortcuts
      </label>
      <h3>Queries</h3>
      <dl class="keys">
        {queries.map(([query, means]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        Terms are combined with AND. Repeating a field means OR. On the histogram, drag to zoom in, or select with the arrow keys and press
        Enter.
      </p>
    </Dialog>
  );
}
