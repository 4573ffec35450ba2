/// <reference types="node" />
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellQuote, snippets } from "./snippets";

const origin = "https://ops.example.com";
const key = "ot_secret";
const all = snippets(origin, key, "READ_WRITE");

function text(id: string, block = 0): string {
  return all.find((snippet) => snippet.id === id)!.blocks[block]!.text;
}

/** Runs a script with a fake curl that prints its arguments and input. */
function run(script: string, environment: Record<string, string>): { arguments: string[]; event: unknown; output: string } {
  const curl = `curl() { for a in "$@"; do printf 'ARG %s\\n' "$a"; done; case " $* " in *" @- "*) printf 'IN '; cat;; esac; }\n`;
  const output: string = execFileSync("sh", ["-euc", curl + script], { env: environment, encoding: "utf8" });
  const args = output.split("\n").flatMap((line) => (line.startsWith("ARG ") ? [line.slice("ARG ".length)] : []));
  const sent =
    output
      .split("\n")
      .find((line) => line.startsWith("IN "))
      ?.slice("IN ".length) ?? args.at(-1)!;
  return { arguments: args, event: sent.startsWith("{") ? JSON.parse(sent) : null, output };
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

curl -sS --fail-with-body --retry 3 'https://ops.example.com/api/v1/events' \\
  -H "Authorization: Bearer $OPSTRAILS_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"specversion":"1.0","type":"deployment","id":"my-first-event","source":"BE","subject":"STAGING","version":"1.0.0","time":"NOW"}'`);
  });

  it("sends the key and the event", () => {
    const sent = run(text("curl"), {});
    expect(sent.arguments).toContain("Authorization: Bearer ot_secret");
    expect(sent.event).toMatchObject({ specversion: "1.0", id: "my-first-event", time: "NOW" });
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

  it("GitHub with curl sends the run as the id", () => {
    const environment = {
      OPSTRAILS_KEY: "k",
      GITHUB_RUN_ID: "42",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_JOB: "deploy",
      GITHUB_REPOSITORY: "acme/billing",
      GITHUB_SHA: "abc",
    };
    const sent = run(blockAfter(text("github", 1), "run: |"), environment);
    expect(sent.event).toEqual({
      specversion: "1.0",
      type: "deployment",
      id: "42-2-deploy",
      source: "//github.com/acme/billing",
      subject: "PRODUCTION",
      version: "abc",
      time: "NOW",
    });
    expect(sent.arguments).toContain("Authorization: Bearer k");
  });

  it("GitLab sends the job as the id", () => {
    const sent = run(blockAfter(text("gitlab"), "- |"), {
      OPSTRAILS_KEY: "k",
      CI_JOB_ID: "7",
      CI_PROJECT_PATH: "acme/fe",
      CI_ENVIRONMENT_NAME: "PRODUCTION",
      CI_COMMIT_SHORT_SHA: "abc",
    });
    expect(sent.event).toEqual({
      specversion: "1.0",
      type: "deployment",
      id: "7",
      source: "acme/fe",
      subject: "PRODUCTION",
      version: "abc",
      time: "NOW",
    });
    expect(sent.arguments).toContain("https://ops.example.com/api/v1/events");
  });

  it("Azure Pipelines sends the build as the id, after the agent expands it", () => {
    const script = blockAfter(text("azure"), "- bash: |")
      .replace("$(Build.BuildId)", "99")
      .replace("$(Build.Repository.Name)", "shop")
      .replace("$(Build.BuildNumber)", "20261124.1");
    const sent = run(script, { OPSTRAILS_KEY: "k" });
    expect(sent.event).toEqual({
      specversion: "1.0",
      type: "deployment",
      id: "99",
      source: "shop",
      subject: "PRODUCTION",
      version: "20261124.1",
      time: "NOW",
    });
    expect(text("azure")).toContain("OPSTRAILS_KEY: $(OPSTRAILS_KEY)");
  });

  it("Jenkins keeps the key out of Groovy and passes the event unchanged", () => {
    const groovy = text("jenkins");
    const script = /sh '''\n([\s\S]*?)'''/.exec(groovy)![1]!.replaceAll("\\\\", "\\");
    const event = `{"id":"jenkins-it's \\"1\\" $HOME"}`;

    const sent = run(script, { OPSTRAILS_KEY: "k", EVENT: event });

    expect(sent.arguments).toContain("https://ops.example.com/api/v1/events");
    expect(sent.arguments).toContain(event);
    expect(sent.arguments).toContain("Authorization: Bearer k");
    expect(groovy).toContain('id: "${env.BUILD_TAG}"');
  });

  it.each([
    ["github", 1, "run: |"],
    ["gitlab", 0, "- |"],
    ["azure", 0, "- bash: |"],
  ])("a failure in %s is logged and doesn't fail the job", (id, block, marker) => {
    const script = blockAfter(text(id, block), marker).replaceAll(/\$\(\w+\.[\w.]+\)/g, "x");
    const environment = {
      OPSTRAILS_KEY: "k",
      GITHUB_RUN_ID: "1",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_JOB: "j",
      GITHUB_REPOSITORY: "r",
      GITHUB_SHA: "s",
      CI_JOB_ID: "1",
      CI_PROJECT_PATH: "p",
      CI_ENVIRONMENT_NAME: "e",
      CI_COMMIT_SHORT_SHA: "s",
    };
    const output: string = execFileSync("sh", ["-euc", `curl() { return 22; }\n${script}`], { env: environment, encoding: "utf8" });
    expect(output).toBe("The event was not recorded.\n");
  });
});
