// @vitest-environment jsdom
import { expect, it } from "vitest";
import { fullTextOf } from "./copy-names";

function select(html: string, of: (root: HTMLElement) => Node): string | null {
  document.body.innerHTML = html;
  const range = document.createRange();
  range.selectNodeContents(of(document.body));
  const selection = document.getSelection()!;
  selection.removeAllRanges();
  selection.addRange(range);
  return fullTextOf(selection);
}

const commit = "0123456789abcdef0123456789abcdef01234567";
const name = `<p>Runs <span data-full="${commit}">0123456<span class="sr-only">, more</span></span> here</p>`;

it("copies a shortened name in full, with the text around it", () => {
  expect(select(name, (root) => root.querySelector("p")!)).toBe("Runs 0123456789abcdef0123456789abcdef01234567 here");
});

it("copies a name that is all that is selected in full", () => {
  expect(select(name, (root) => root.querySelector("[data-full]")!.firstChild!)).toBe("0123456789abcdef0123456789abcdef01234567");
});

it("leaves other text to the browser", () => {
  expect(select("<p>Nothing short</p>", (root) => root.firstChild!)).toBeNull();
});

it("leaves a part of a name as it is", () => {
  document.body.innerHTML = name;
  const text = document.querySelector("[data-full]")!.firstChild!;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 3);
  document.getSelection()!.removeAllRanges();
  document.getSelection()!.addRange(range);
  expect(fullTextOf(document.getSelection()!)).toBeNull();
});
