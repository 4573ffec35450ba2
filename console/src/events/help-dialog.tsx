import { Dialog } from "../ui/dialog";
import { isOpen, keysOn, setKeysOn } from "./help-state";
import "./help-dialog.css";

const keys: readonly [string[], string][] = [
  [["j", "↓"], "next event"],
  [["k", "↑"], "event before"],
  [["Enter", "o"], "open or close the event"],
  [["Esc"], "close the event"],
  [["Space"], "pause, or go on"],
  [["n"], "show new events"],
  [["c"], "copy the permalink"],
  [["/"], "write a query"],
  [["Ctrl K", "⌘ K"], "go to a system, environment, event or page"],
  [["?"], "this help"],
];

const queries: readonly [string, string][] = [
  ["type:deployment", "a field and its value; the fields are type, source, subject, severity, version"],
  ["source:BE source:FE", "a field named again means or"],
  ["-source:DB", "not this"],
  ["severity>=MAJOR", "severities are ordered: LOW, MINOR, MAJOR, CRITICAL"],
  ['subject:""', "events without an environment"],
  ['"card payments"', "a text in type, system, environment, version or description"],
];

export function HelpDialog() {
  return (
    <Dialog title="Keys and queries" open={isOpen.value} onClose={() => (isOpen.value = false)}>
      <dl class="keys">
        {keys.map(([names, does]) => (
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
      <label class="check">
        <input type="checkbox" checked={keysOn.value} onChange={(e) => setKeysOn(e.currentTarget.checked)} /> Keys are on
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
        Different fields and texts all have to hold. On the histogram, drag to zoom in, or choose with the arrows and press Enter.
      </p>
    </Dialog>
  );
}
