import { pieces } from "./event-text";

/**
 * A text that somebody else wrote, as the text that it is: it stands apart from what is around it in either direction of writing, and what
 * cannot be seen in it is named.
 */
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
