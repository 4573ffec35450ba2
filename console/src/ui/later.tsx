import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** A lazily loaded component that can be preloaded. */
export interface Later {
  (): preact.JSX.Element;
  load: () => Promise<void>;
  isLoaded: () => boolean;
}

export function later(what: string, load: () => Promise<ComponentType>): Later {
  const loaded = signal<ComponentType | null>(null);
  const failed = signal(false);
  let coming: Promise<void> | null = null;

  function fetch(): Promise<void> {
    coming ??= load().then(
      (part) => void (loaded.value = part),
      () => {
        failed.value = true;
        coming = null;
      },
    );
    return coming;
  }

  function Shown() {
    useEffect(() => {
      failed.value = false;
      void fetch();
    }, []);
    const Part = loaded.value;
    if (Part) return <Part />;
    if (failed.value)
      return (
        <p role="alert">
          Couldn't load the {what}.{" "}
          <a href={location.href} data-external>
            Try again
          </a>
        </p>
      );
    return <p class="quiet late">Loading {what}…</p>;
  }
  return Object.assign(Shown, { load: fetch, isLoaded: () => loaded.value !== null });
}
