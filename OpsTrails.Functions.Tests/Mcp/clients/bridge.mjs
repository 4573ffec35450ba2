// Starts mcp-remote as Claude Desktop does, with the arguments and variables on standard input. Prints the names of its tools.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { text } from 'node:stream/consumers';

console.log = console.debug = console.info = console.error;
const { args, env } = JSON.parse(await text(process.stdin));
const client = new Client({ name: 'opstrails-tests', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ['node_modules/mcp-remote/dist/proxy.js', ...args],
    env: { ...process.env, ...env },
    stderr: 'ignore',
  }),
);
const { tools } = await client.listTools();
await client.close();
process.stdout.write(JSON.stringify(tools.map(tool => tool.name)));
