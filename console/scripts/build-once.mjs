// Runs as part of the .NET build. Installs and builds the console when its sources changed, one process at a time.
// Usage: node scripts/build-once.mjs <lock file> <index.html that the build makes>
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const [lock, page] = process.argv.slice(2).map((path) => resolve(path));
const builtFrom = join(dirname(lock), "built-from");
const installedFrom = join("node_modules", ".installed-from");
const timeout = 10 * 60_000;

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Runs npm and prints its output only when it fails. */
function npm(...args) {
  const ran = spawnSync("npm", args, { encoding: "utf8", shell: process.platform === "win32", maxBuffer: 1 << 28 });
  if (ran.status === 0) return;
  console.log(ran.error ? `Can't run npm: ${ran.error.message}` : `${ran.stdout}\n${ran.stderr}`);
  throw new Error(`npm ${args.join(" ")} failed. To build the program without the console, set -p:SkipConsole=true.`);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return e.code === "EPERM";
  }
}

/** The lock file holds the process id, so a lock left by a killed process can be taken over. */
async function enter() {
  mkdirSync(dirname(lock), { recursive: true });
  for (const began = Date.now(); ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (e) {
      if (e.code !== "EEXIST") throw e;
    }
    const holder = Number(textOf(lock));
    if (holder > 0 && !isRunning(holder)) rmSync(lock, { force: true });
    else if (Date.now() - began > timeout)
      throw new Error(`Timed out waiting for another build of the console. If there is none, delete ${lock}.`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

function build() {
  const dependencies = hashOf(["package.json", "package-lock.json"]);
  const here = readdirSync(".").filter((name) => /\.(json|html|ts)$/.test(name) && name !== "openapi.json");
  const sources = hashOf([...here, ...["src", "public", "scripts"].flatMap(filesIn)]);
  if (existsSync(page) && textOf(builtFrom) === sources) {
    utimesSync(page, new Date(), new Date());
    return;
  }
  if (textOf(installedFrom) !== dependencies) {
    npm("ci", "--no-audit", "--no-fund");
    writeFileSync(installedFrom, dependencies);
  }
  rmSync(builtFrom, { force: true });
  npm("run", "build");
  writeFileSync(builtFrom, sources);
}

try {
  await enter();
  try {
    build();
  } finally {
    rmSync(lock, { force: true });
  }
} catch (e) {
  console.log(e.message);
  process.exitCode = 1;
}
