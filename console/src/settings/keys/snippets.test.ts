/// <reference types="node" />
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shellQuote, snippets } from "./snippets";

const origin = "https://ops.example.com";
const key = "ot_secret";
const all = snippets(origin, key, "READ_WRITE");

function text(id: string, block = 0): string {
  return all.find((snippet) => snippet.id === id)!.blocks[block]!.text;
}

interface Sent {
  arguments: string[];
  /** The attributes in headers, decoded. */
  attributes: Record<string, string>;
  output: string;
}

/** Runs a script with a fake curl that notes its arguments and gives an answer. */
function run(script: string, environment: Record<string, string>, answer = ""): Sent {
  const curl = `curl() { for a in "$@"; do printf 'ARG %s\\n' "$a" >&3; done; printf %s ${shellQuote(answer)}; }\n`;
  const folder = mkdtempSync(join(tmpdir(), "snippets-"));
  try {
    const file = join(folder, "arguments");
    const whole = `exec 3>${shellQuote(file)}\n${curl}${script}`;
    const output: string = execFileSync("sh", ["-euc", whole], { env: environment, encoding: "utf8" });
    const args = readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line) => (line.startsWith("ARG ") ? [line.slice("ARG ".length)] : []));
    const headers = args.flatMap((one) => (one.startsWith("ce-") ? [one.slice("ce-".length).split(": ")] : []));
    return { arguments: args, attributes: Object.fromEntries(headers.map(([name, value]) => [name, decodeURIComponent(value!)])), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lines of the YAML block after a line, without indentation. */
function blockAfter(yaml: string, marker: string): string {
  const lines = yaml.split("\n");
  const start = lines.findIndex((line) => line.endsWith(marker)) + 1;
  const indent = lines[start]!.search(/\S/);
  const end = lines.findIndex((line, i) => i >= start && line.search(/\S/) < indent);
  return lines
    .slice(start, end < 0 ? undefined : end)
    .map((line) => line.slice(indent))
    .join("\n");
}

it("quotes any text", () => {
  const nasty = `it's "$HOME" \`id\` \\ !`;
  expect(run(`curl ${shellQuote(nasty)}`, {}).arguments).toEqual([nasty]);
});

describe("curl", () => {
  it("is exactly this", () => {
    expect(text("curl")).toBe(`export OPSTRAILS_KEY='ot_secret'

curl -sS --max-time 30 --retry 3 'https://ops.example.com/api/v1/events' \\
  -H "Authorization: Bearer $OPSTRAILS_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"specversion":"1.0","type":"deployment","id":"my-first-event","source":"BE","subject":"STAGING","version":"1.0.0","time":"NOW"}'`);
  });

  it("sends the key and the event", () => {
    const sent = run(text("curl"), {});
    expect(sent.arguments).toContain("Authorization: Bearer ot_secret");
    expect(JSON.parse(sent.arguments.at(-1)!)).toMatchObject({ specversion: "1.0", id: "my-first-event", time: "NOW" });
  });

  it("only reads, with a read-only key", () => {
    const reading = snippets(origin, key, "READ_ONLY");
    expect(reading.map((snippet) => snippet.id)).toEqual(["curl"]);
    expect(run(reading[0]!.blocks[0]!.text, {}).arguments).toEqual([
      "-sS",
      "https://ops.example.com/api/v1/events?from=-24h",
      "-H",
      "Authorization: Bearer ot_secret",
    ]);
  });
});

describe("CI systems", () => {
  it("never hold the key itself", () => {
    for (const snippet of all.filter((one) => one.id !== "curl")) for (const block of snippet.blocks) expect(block.text).not.toContain(key);
  });

  it("GitHub has the action, with this server as its API", () => {
    expect(text("github")).toBe(`- name: Record the deployment
  continue-on-error: true
  uses: OpsTrails/track-event@v1
  with:
    api-url: https://ops.example.com
    api-key: \${{ secrets.OPSTRAILS_KEY }}
    type: deployment
    subject: PRODUCTION
    version: \${{ github.sha }}`);
  });

  it("GitHub with curl sends the run, its attempt, the job and the environment as the id", () => {
    const environment = {
      OPSTRAILS_KEY: "k",
      ENVIRONMENT: "PRODUCTION",
      GITHUB_RUN_ID: "42",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_JOB: "deploy",
      GITHUB_REPOSITORY: "acme/billing",
      GITHUB_SHA: "abc",
    };
    const sent = run(blockAfter(text("github", 1), "run: |"), environment);
    expect(sent.attributes).toEqual({
      specversion: "1.0",
      type: "deployment",
      id: "42-2-deploy-PRODUCTION",
      source: "//github.com/acme/billing",
      subject: "PRODUCTION",
      version: "abc",
      time: "NOW",
    });
    expect(sent.arguments).toContain("Authorization: Bearer k");
    expect(sent.arguments).toContain("https://ops.example.com/api/v1/events");
  });

  it("GitLab sends the job and the environment as the id", () => {
    const sent = run(blockAfter(text("gitlab"), "- |"), {
      OPSTRAILS_KEY: "k",
      CI_JOB_ID: "7",
      CI_PROJECT_PATH: "acme/fe",
      CI_ENVIRONMENT_NAME: "review/é",
      CI_COMMIT_SHORT_SHA: "abc",
    });
    expect(sent.attributes).toMatchObject({ id: "7-review/é", source: "acme/fe", subject: "review/é", version: "abc" });
  });

  it("Azure Pipelines sends the build, its attempts and the environment as the id, and nothing that the agent expands", () => {
    const script = blockAfter(text("azure"), "- bash: |");
    const build = {
      OPSTRAILS_KEY: "k",
      BUILD_BUILDID: "99",
      SYSTEM_STAGEATTEMPT: "1",
      SYSTEM_JOBATTEMPT: "2",
      BUILD_REPOSITORY_NAME: "My Repo",
      BUILD_BUILDNUMBER: "20261124.1",
    };
    expect(run(script, build).attributes).toMatchObject({ id: "99-1-2-PRODUCTION", source: "My Repo", version: "20261124.1" });
    expect(run(script, { ...build, ENVIRONMENT_NAME: "STAGING" }).attributes).toMatchObject({ id: "99-1-2-STAGING", subject: "STAGING" });
    expect(script).not.toMatch(/\$\(\w+\.\w+\)/);
    expect(text("azure")).toContain("OPSTRAILS_KEY: $(OPSTRAILS_KEY)");
  });

  it("Jenkins sends the build and the environment as the id", () => {
    const script = /sh '''\n([\s\S]*?)'''/.exec(text("jenkins"))![1]!.replaceAll("\\\\", "\\");
    const build = { OPSTRAILS_KEY: "k", JOB_NAME: "Team A/Deploy shop", BUILD_TAG: "jenkins-Team A-Deploy shop-42", BUILD_NUMBER: "42" };
    expect(run(script, build).attributes).toMatchObject({
      id: "jenkins-Team A-Deploy shop-42-PRODUCTION",
      source: "Team A/Deploy shop",
      subject: "PRODUCTION",
      version: "42",
    });
    expect(run(script, { ...build, ENVIRONMENT: "STAGING" }).attributes).toMatchObject({ subject: "STAGING" });
  });

  it.each([
    ["github", 1, "run: |", "::warning::"],
    ["gitlab", 0, "- |", ""],
    ["azure", 0, "- bash: |", "##vso[task.logissue type=warning]"],
  ])("a refusal in %s is printed and doesn't fail the job", (id, block, marker, warning) => {
    const script = blockAfter(text(id, block), marker).replaceAll(/\$[A-Z]+(_[A-Z]+)+/g, "x");
    const environment = { ENVIRONMENT: "e" };
    expect(run(script, environment, '{"success":false} 400').output).toBe(`${warning}The event was not recorded. {"success":false} 400\n`);
    expect(run(script, environment, "{} 201").output).toBe("The event was recorded.\n");
  });
});
