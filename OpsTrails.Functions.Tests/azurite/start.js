// Serves any number of empty table emulators, each on a port of its own: to load Azurite takes seconds, to serve once more milliseconds.
// Reads "start <port>" and "stop <port>", and answers each with "started", "stopped" or "failed", and the port.
// Ends with the process that started it, however that one ends: its end closes this one's standard input.
const { createInterface } = require('node:readline');
const TableServer = require('azurite/dist/src/table/TableServer').default;
const TableConfiguration = require('azurite/dist/src/table/TableConfiguration').default;
const { AzuriteTelemetryClient } = require('azurite/dist/src/common/Telemetry');
const { configLogger } = require('azurite/dist/src/common/Logger');

const host = '127.0.0.1';
const keepAliveSeconds = 60;
const servers = new Map();

async function start(port) {
  const configuration = new TableConfiguration(host, port, keepAliveSeconds);
  Object.assign(configuration, { enableAccessLog: false, enableDebugLog: false, skipApiVersionCheck: true, isMemoryPersistence: true });
  const server = new TableServer(configuration);
  await server.start();
  servers.set(port, server);
  return 'started';
}

async function stop(port) {
  const server = servers.get(port);
  servers.delete(port);
  await server.close();
  server.httpServer.closeAllConnections();
  return 'stopped';
}

configLogger(false);
AzuriteTelemetryClient.init(undefined, false);
createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const [command, port] = line.split(' ');
    let answer;
    try {
      answer = await { start, stop }[command](Number(port));
    } catch (error) {
      console.error(error);
      answer = 'failed';
    }
    console.log(`${answer} ${port}`);
  })
  .on('close', () => process.exit());
