// Keeps the first page small: fails when what index.html loads at first is larger than the budget.
// Usage: node scripts/check-size.mjs <folder>
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budget = { js: 45 * 1024, css: 12 * 1024 };
const folder = process.argv[2];
const page = readFileSync(join(folder, "index.html"), "utf8");

// The entry, and what it imports at once, which Vite names as preloads.
const files = [...page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const used = { js: 0, css: 0 };
for (const file of new Set(files)) used[file.endsWith(".css") ? "css" : "js"] += gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;

for (const kind of ["js", "css"]) {
  const line = `first page, ${kind}: ${used[kind]} of ${budget[kind]} bytes, gzipped`;
  if (used[kind] === 0 || used[kind] > budget[kind]) {
    console.error(used[kind] === 0 ? `${line}: index.html is not understood` : `${line}: too much`);
    process.exitCode = 1;
  } else {
    console.log(line);
  }
}
