/** Shows an error where it occurred, with a retry button. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
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
