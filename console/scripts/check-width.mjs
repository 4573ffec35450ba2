// Fails on a line of more than 140 columns, except in the types that are generated from the API's description.
// Usage: node scripts/check-width.mjs <folder> ...
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const max = 140;
const checked = /\.(ts|tsx|css|mjs|cjs)$/;
const generated = join("src", "api", "schema.ts");

const files = process.argv
  .slice(2)
  .flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((name) => join(path, name)) : [path]))
  .filter((path) => checked.test(path) && relative(".", path) !== generated);

for (const file of files) {
  readFileSync(file, "utf8")
    .split("\n")
    .forEach((line, i) => {
      if (line.length <= max) return;
      console.error(`${file}:${i + 1}: ${line.length} columns, of at most ${max}`);
      process.exitCode = 1;
    });
}
