// Fails when the first page (/, with events) is larger than its budget. Reads Vite's manifest, then deletes it: it must not be deployed.
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

/** Adds a chunk, its styles and its static imports. */
function load(name) {
  if (seen.has(name)) return;
  seen.add(name);
  const part = manifest[name];
  if (!part) throw new Error(`The build has no ${name}, which the first page needs.`);
  for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
  part.imports?.forEach(load);
}
firstPage.forEach(load);

// Files that index.html references: the entry and the theme script.
const page = readFileSync(join(folder, "index.html"), "utf8");
for (const [, file] of page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)) files.add(file);

const used = { js: 0, css: 0 };
for (const file of files) {
  const size = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  used[file.endsWith(".css") ? "css" : "js"] += size;
}

for (const kind of ["js", "css"]) {
  const line = `first page, ${kind}: ${used[kind]} of ${budget[kind]} bytes (gzip)`;
  if (used[kind] > budget[kind]) {
    console.error(`${line}: over budget`);
    process.exitCode = 1;
  } else {
    console.log(line);
  }
}
