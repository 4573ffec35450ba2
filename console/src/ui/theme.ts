import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

/** The theme that theme.js applied before the first paint. */
export const theme = signal<Theme>((document.documentElement.dataset.theme as Theme | undefined) ?? "system");

export function setTheme(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    if (chosen === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", chosen);
  } catch {
    // The browser blocks storage. The choice lasts until reload.
  }
}
