// Prints the commands that the console offers to copy, as JSON. Arguments: the server's address and a key.
import { readFileSync } from "node:fs";
import ts from "typescript";

/** Loads a source file that imports nothing but types. */
async function load(file) {
  const source = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  return await import(`data:text/javascript,${encodeURIComponent(ts.transpileModule(source, { compilerOptions: options }).outputText)}`);
}

const [origin, key, event] = process.argv.slice(2);
const { snippets } = await load("settings/keys/snippets.ts");
const { curlOf, curlToRecord } = await load("event/curl.ts");
console.log(
  JSON.stringify({
    snippets: snippets(origin, key, "READ_WRITE"),
    readOnly: snippets(origin, key, "READ_ONLY"),
    first: curlToRecord(origin, key),
    event: curlOf(origin, JSON.parse(event)),
  }),
);
