import DOMPurify from "dompurify";
import { Marked } from "marked";

const below = 2;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** An HTML tag; the first group is its name. */
const tag = /<(\/?[a-z][a-z0-9]*)(?=[\s/>])(?:"[^"]*"|'[^']*'|[^"'>])*>/gi;

/** Lowers headings below the page's own. Replaces images by their description, because nothing is loaded from other sites. */
const marked = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, depth }) {
      const level = Math.min(depth + below, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    html({ text }) {
      // Strip attributes before parsing: the security policy reports inline handlers as soon as they are parsed.
      return text.replace(tag, "<$1>");
    },
    image({ text, href }) {
      return `<em>[image: ${escape(text || href)}]</em>`;
    },
    checkbox({ checked }) {
      return checked ? "☑ " : "☐ ";
    },
  },
});

const purify = DOMPurify(window);

purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("rel", "noopener noreferrer nofollow");
  node.setAttribute("target", "_blank");
});

/** Renders untrusted Markdown as safe HTML: no script, style, form or image. Links open in a new tab. */
export function render(markdown: string): string {
  return purify.sanitize(marked.parse(markdown, { async: false }), {
    ALLOWED_TAGS: [..."h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code em strong del a table thead tbody tr th td".split(" ")],
    ALLOWED_ATTR: ["href", "start", "align"],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
