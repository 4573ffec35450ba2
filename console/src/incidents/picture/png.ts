/** What the styles of the page give to SVG elements, as attributes that keep it. */
const inlined = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

/** What isn't part of a picture that is looked at later. */
const transient = ".cursor, .selection, .hit, title";

const margin = 16;

export interface Caption {
  title: string;
  lines: readonly string[];
}

/** Characters that XML doesn't allow. Half a surrogate pair becomes U+FFFD when it is encoded. */
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const clean = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text)).replace(notXml, "\ufffd");

/** A copy of a drawn SVG that looks the same without the styles of the page, with a caption above it. */
function standalone(svg: SVGSVGElement, caption: Caption): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>("*");
  svg.querySelectorAll<SVGElement>("*").forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of inlined) copies[i]!.setAttribute(name, style.getPropertyValue(name));
  });
  copy.querySelectorAll(transient).forEach((element) => element.remove());

  const page = getComputedStyle(svg.parentElement!);
  const colors = { text: page.color, back: page.backgroundColor, font: getComputedStyle(svg).fontFamily };
  const top = margin + 24 + caption.lines.length * 18;
  const [width, height] = [svg.clientWidth + 2 * margin, svg.clientHeight + top + margin];
  const outer = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const add = (name: string, attributes: Record<string, string | number>, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = text;
    outer.append(element);
  };
  outer.setAttribute("width", String(width));
  outer.setAttribute("height", String(height));
  add("rect", { width, height, fill: colors.back });
  const font = { "font-family": colors.font, fill: colors.text, x: margin };
  add("text", { ...font, y: margin + 14, "font-size": 18, "font-weight": 600 }, caption.title);
  caption.lines.forEach((line, i) => add("text", { ...font, y: margin + 36 + i * 18, "font-size": 12 }, line));
  copy.setAttribute("x", String(margin));
  copy.setAttribute("y", String(top));
  outer.append(copy);
  return { text: clean(new XMLSerializer().serializeToString(outer)), width, height };
}

/** Draws an SVG of the page as PNG, at twice its size. */
export async function pngOf(svg: SVGSVGElement, caption: Caption): Promise<Blob> {
  const { text, width, height } = standalone(svg, caption);
  const image = new Image();
  // A data URL, because the content security policy allows no other source of images.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't draw the picture.");
  context.scale(2, 2);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("This browser can't draw the picture."))), "image/png"),
  );
}

/** Copies a picture, or downloads it where the clipboard takes none. Returns which of the two. */
export async function copyPicture(picture: Promise<Blob>, name: string): Promise<"copied" | "downloaded"> {
  try {
    // The promise, and not its result: Safari takes a picture only in the same moment as the click.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    return "copied";
  } catch {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await picture);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return "downloaded";
  }
}
