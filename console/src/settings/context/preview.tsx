import { useEffect, useState } from "preact/hooks";
import { ErrorNote } from "../../ui/error-note";
import "./preview.css";

/** Loads the Markdown renderer on first use. */
export function Preview({ text }: { text: string }) {
  const [shown, setShown] = useState<{ html: string } | { error: unknown } | null>(null);

  useEffect(() => {
    let left = false;
    import("./markdown").then(
      ({ render }) => !left && setShown({ html: render(text) }),
      (error: unknown) => !left && setShown({ error }),
    );
    return () => void (left = true);
  }, [text]);

  if (text.trim() === "") return <p class="preview quiet">No text yet.</p>;
  if (shown === null) return <p class="preview quiet">Loading the preview…</p>;
  if ("error" in shown) return <ErrorNote error={shown.error} />;
  return <div class="preview" dangerouslySetInnerHTML={{ __html: shown.html }} />;
}
