import DOMPurify from "dompurify";
import { Marked } from "marked";

const below = 2;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A tag as one may write it into Markdown, with what it is called apart. */
const tag = /<(\/?[a-z][a-z0-9]*)(?=[\s/>])(?:"[^"]*"|'[^']*'|[^"'>])*>/gi;

/** Headings go below those of the page; pictures become their descriptions, as nothing is loaded from elsewhere; boxes of task lists are characters. */
const marked = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, depth }) {
      const level = Math.min(depth + below, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    html({ text }) {
      // Handlers are refused, and reported, by the security policy as soon as they are parsed, even where nothing would run them.
      return text.replace(tag, "<$1>");
    },
    image({ text, href }) {
      return `<em>[picture: ${escape(text || href)}]</em>`;
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

/** Markdown of anybody as HTML that is only text: no script, style, form or picture, and links that lead elsewhere in a tab of their own. */
export function render(markdown: string): string {
  return purify.sanitize(marked.parse(markdown, { async: false }), {
    ALLOWED_TAGS: [..."h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code em strong del a table thead tbody tr th td".split(" ")],
    ALLOWED_ATTR: ["href", "start", "align"],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
