// Fails on a line over 140 columns. The generated API types are exempt.
// Usage: node scripts/check-width.mjs
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const max = 140;
const checked = /\.(ts|tsx|css|mjs|cjs)$/;
const generated = join("src", "api", "schema.ts");

const filesIn = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
const files = [...readdirSync("."), ...filesIn("src"), ...filesIn("scripts")].filter((path) => checked.test(path) && path !== generated);

for (const file of files) {
  readFileSync(file, "utf8")
    .split("\n")
    .forEach((line, i) => {
      if (line.length <= max) return;
      console.error(`${file}:${i + 1}: ${line.length} columns; the maximum is ${max}`);
      process.exitCode = 1;
    });
}
