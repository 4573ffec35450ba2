import { pieces } from "./event-text";

/** Shows untrusted text. Isolates its writing direction and shows invisible characters by code point. */
export function EventText({ text, class: name = "" }: { text: string; class?: string }) {
  return (
    <bdi class={`event-text ${name}`}>
      {pieces(text).map((piece) =>
        piece.control === null ? (
          piece.text
        ) : (
          <span class="control" title={piece.control}>
            {piece.text}
          </span>
        ),
      )}
    </bdi>
  );
}
