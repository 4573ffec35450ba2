import { useEffect, useRef } from "preact/hooks";
import { isRetried, mayHeal, retryLater } from "./retry";

interface ErrorNoteProps {
  error: unknown;
  retry?: (() => void) | undefined;
  /** Whether to try again only when asked to: what failed was no read. */
  onlyByHand?: boolean;
}

/** Shows an error where it occurred, with a retry button. A failed read is also tried again when the server is back. */
export function ErrorNote({ error, retry, onlyByHand = false }: ErrorNoteProps) {
  const again = useRef(retry);
  again.current = retry;
  useEffect(() => {
    if (!again.current || onlyByHand || !mayHeal(error) || isRetried(error)) return;
    return retryLater(() => again.current?.(), error);
  }, [error, onlyByHand]);

  return (
    <div class="error-note" role="alert">
      <p>{error instanceof Error ? error.message : typeof error === "string" ? error : "Something went wrong."}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
