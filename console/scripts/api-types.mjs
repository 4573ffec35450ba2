// Writes the API's types from its description. Leaves out examples: types don't need them, and they are a third of the lines.
// Usage: node scripts/api-types.mjs openapi.json src/api/schema.ts
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const [description, types] = process.argv.slice(2);

// Media types and parameters have a schema beside the example; a schema's own property "example" has none.
function withoutExample(name, value) {
  return name === "example" && "schema" in this ? undefined : value;
}

const document = JSON.parse(readFileSync(description, "utf8"), withoutExample);
writeFileSync(types, COMMENT_HEADER + astToString(await openapiTS(document)));
