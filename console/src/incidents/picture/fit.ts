/** The width of a text in pixels. */
export type Measure = (text: string) => number;

const context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");

/** Measures texts in a font, as in `600 12px sans-serif`. */
export function measureIn(font: string): Measure {
  const known = new Map<string, number>();
  return (text) => {
    let width = known.get(text);
    if (width === undefined) {
      if (context) context.font = font;
      width = context?.measureText(text).width ?? text.length * 7;
      known.set(text, width);
    }
    return width;
  };
}

const parts = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const lettersOf = (text: string) => [...parts.segment(text)].map((one) => one.segment);

/** The longest form of a text that fits, cut at its end or, to keep both ends, in its middle. Empty when nothing of it would be left. */
export function fit(text: string, width: number, measure: Measure, cut: "end" | "middle" = "end"): string {
  if (measure(text) <= width) return text;
  const letters = lettersOf(text);
  const shortened = (count: number) => {
    const tail = cut === "end" ? 0 : Math.ceil(count * 0.6);
    return `${letters.slice(0, count - tail).join("")}…${tail > 0 ? letters.slice(-tail).join("") : ""}`;
  };
  let [low, high] = [0, letters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shortened(middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return low < 2 ? "" : shortened(low);
}
