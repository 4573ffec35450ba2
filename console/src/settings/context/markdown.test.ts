// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { render } from "./markdown";

describe("the preview of Markdown", () => {
  it("shows text, lists, tables and code, with headings below those of the page", () => {
    const html = render("# Systems\n\n- **BE** serves `/api`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");

    expect(html).toContain("<h3>Systems</h3>");
    expect(html).toContain("<li><strong>BE</strong> serves <code>/api</code></li>");
    expect(html).toContain("<td>1</td>");
  });

  it("hides the template's comments", () => {
    expect(render("# A\n\n<!-- Who is on call? -->\n\ntext")).not.toContain("on call");
  });

  it("shows task lists without controls", () => {
    const html = render("- [x] done\n- [ ] open");
    expect(html).toContain("☑ done");
    expect(html).toContain("☐ open");
    expect(html).not.toContain("<input");
  });

  it.each([
    ["![plan](https://elsewhere.example/p.png)", "[image: plan]"],
    ["![](https://elsewhere.example/p.png)", "[image: https://elsewhere.example/p.png]"],
  ])("replaces %j by its description", (markdown, said) => {
    const html = render(markdown);
    expect(html).not.toContain("<img");
    expect(html).toContain(said);
  });

  it("opens links in a new tab without a referrer", () => {
    expect(render("[plan](https://example.com/a)")).toMatch(
      /<a(?=.* rel="noopener noreferrer nofollow")(?=.* target="_blank")(?=.* href="https:\/\/example\.com\/a")/,
    );
  });

  it("keeps formatting tags", () => {
    expect(render("a<br/>b <strong class='x'>c</strong>")).toContain("a<br>b <strong>c</strong>");
  });

  it.each(["[x](javascript:alert(1))", "[x](data:text/html,hi)", "[x](/settings/keys)", "<a href=' javascript:alert(1)'>x</a>"])(
    "takes the address out of %j",
    (markdown) => {
      expect(render(markdown)).not.toContain("href");
    },
  );

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<p style='position:fixed' onclick='x()' class='primary' id='main' data-external>text</p>",
    "<style>body{display:none}</style>",
    "<form action=/x><input name=a><button>b</button></form>",
    "<iframe src=https://elsewhere.example></iframe>",
    '![a](x "<img src=x onerror=alert(1)>")',
    "![<img src=x onerror=alert(1)>](x)",
  ])("removes scripts and styles from %j", (markdown) => {
    expect(render(markdown)).not.toMatch(/<(script|img|svg|style|form|input|button|iframe)|<[^>]*(\son\w+|style|class|\sid|data-)=?/i);
  });
});
