// Connects as one of the official clients, lists what the server offers, makes the calls from standard input, and prints the results.
// Validates every structured result against the schema that the server advertises, in addition to what the clients validate.
import * as modern from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { text } from 'node:stream/consumers';

// Standard output is for the answer alone; the clients have things to say too.
console.log = console.debug = console.info = console.error;

const { url, key, client: name, calls } = JSON.parse(await text(process.stdin));
const us = { name: 'opstrails-tests', version: '1.0.0' };
const options = { requestInit: { headers: { Authorization: `Bearer ${key}` } } };
const kinds = {
  'client auto': () => [
    new modern.Client(us, { versionNegotiation: { mode: 'auto' } }),
    new modern.StreamableHTTPClientTransport(new URL(url), options),
  ],
  'client legacy': () => [new modern.Client(us), new modern.StreamableHTTPClientTransport(new URL(url), options)],
  sdk: () => [new OlderClient(us), new OlderTransport(new URL(url), options)],
};

let version;
const [client, transport] = kinds[name]();
// The older client tells its transport alone which version was agreed on.
const tell = transport.setProtocolVersion?.bind(transport);
transport.setProtocolVersion = agreed => { version = agreed; tell?.(agreed); };
await client.connect(transport);
version = client.getNegotiatedProtocolVersion?.() ?? version;

const { tools } = await client.listTools();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const schemas = new Map(tools.filter(tool => tool.outputSchema).map(tool => [tool.name, ajv.compile(tool.outputSchema)]));

const outcomes = [];
for (const { tool, arguments: args } of calls) {
  try {
    const result = await client.callTool({ name: tool, arguments: args });
    const validate = schemas.get(tool);
    const errors = result.structuredContent && validate && !validate(result.structuredContent) ? ajv.errorsText(validate.errors) : null;
    outcomes.push({ result, errors });
  } catch (error) {
    outcomes.push({ error: error.message });
  }
}
const capabilities = client.getServerCapabilities();
const offered = {
  instructions: client.getInstructions() ?? null,
  tools,
  prompts: capabilities.prompts ? (await client.listPrompts()).prompts : [],
  resources: capabilities.resources ? (await client.listResources()).resources : [],
};
await client.close();
process.stdout.write(JSON.stringify({ version, ...offered, outcomes }));
