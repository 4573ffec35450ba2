// Keeps the first page small: fails when what / loads, as soon as there are events, is larger than the budget. It needs Vite's manifest, which is
// not to be given out, and takes it away.
// Usage: node scripts/check-size.mjs <folder>
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budget = { js: 45 * 1024, css: 12 * 1024 };
const firstPage = ["index.html", "src/grid/page.tsx"];
const folder = process.argv[2];
const manifest = JSON.parse(readFileSync(join(folder, ".vite", "manifest.json"), "utf8"));
rmSync(join(folder, ".vite"), { recursive: true });

const files = new Set();
const seen = new Set();

/** A part with its styles, and what it imports at once. */
function load(name) {
  if (seen.has(name)) return;
  seen.add(name);
  const part = manifest[name];
  if (!part) throw new Error(`The first page is made of ${firstPage.join(" and ")}, but the build has no ${name}.`);
  for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
  part.imports?.forEach(load);
}
firstPage.forEach(load);

// What the page itself names: the entry once more, and the script that sets the theme.
const page = readFileSync(join(folder, "index.html"), "utf8");
for (const [, file] of page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)) files.add(file);

const used = { js: 0, css: 0 };
for (const file of files) {
  const size = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  used[file.endsWith(".css") ? "css" : "js"] += size;
}

for (const kind of ["js", "css"]) {
  const line = `first page, ${kind}: ${used[kind]} of ${budget[kind]} bytes, gzipped`;
  if (used[kind] > budget[kind]) {
    console.error(`${line}: too much`);
    process.exitCode = 1;
  } else {
    console.log(line);
  }
}
