import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A native modal dialog: traps the focus, closes on Escape and restores the focus. */
export function Dialog({ title, open, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  /** The event of a close by the page comes later, when the page may want the dialog again. */
  const isClosedByPage = useRef(false);

  useEffect(() => {
    const dialog = element.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    else if (!open && dialog?.open) {
      isClosedByPage.current = true;
      dialog.close();
    }
  }, [open]);

  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={heading}
      onClose={(e) => {
        const wasByPage = isClosedByPage.current;
        isClosedByPage.current = false;
        // The event is asynchronous. The dialog may be open again by now.
        if (!wasByPage && !e.currentTarget.open) onClose();
      }}
      onClick={(e) => {
        if (e.target === e.currentTarget) onClose();
      }}
    >
      {open && (
        <div class="dialog-body">
          <header>
            <h2 id={heading}>{title}</h2>
            <button type="button" class="plain" aria-label="Close" onClick={onClose}>
              ✕
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
