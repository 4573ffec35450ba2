import { describe, expect, it } from "vitest";
import { assistants, mcpUrl } from "./assistants";

const origin = "https://ops.example.com";
const url = "https://ops.example.com/api/mcp/mcp";

function blocks(id: string, from = origin, key = "ot_read"): string[] {
  return assistants(from, key)
    .find((assistant) => assistant.id === id)!
    .blocks.map((block) => block.text);
}

describe("assistants", () => {
  it("have the doubled segment in the URL", () => {
    expect(mcpUrl(origin)).toBe(url);
  });

  it("Claude Code is one command", () => {
    expect(blocks("claude-code")).toEqual([`claude mcp add --transport http opstrails ${url} --header "Authorization: Bearer ot_read"`]);
  });

  it("Cursor has the header in its file", () => {
    expect(JSON.parse(blocks("cursor")[0]!)).toEqual({ mcpServers: { opstrails: { url, headers: { Authorization: "Bearer ot_read" } } } });
  });

  it("VS Code asks for the key and keeps it out of the committed file", () => {
    const [file, key] = blocks("vs-code");
    expect(JSON.parse(file!)).toEqual({
      inputs: [{ type: "promptString", id: "opstrails-key", description: "OpsTrails API key", password: true }],
      servers: { opstrails: { type: "http", url, headers: { Authorization: "Bearer ${input:opstrails-key}" } } },
    });
    expect(key).toBe("ot_read");
  });

  it("Codex takes the key from the environment", () => {
    expect(blocks("codex")).toEqual([
      `[mcp_servers.opstrails]\nurl = "${url}"\nbearer_token_env_var = "OPSTRAILS_KEY"`,
      'export OPSTRAILS_KEY="ot_read"',
    ]);
  });

  it("Claude Desktop goes through mcp-remote, with no space in an argument", () => {
    const { opstrails } = JSON.parse(blocks("claude-desktop")[0]!).mcpServers;
    expect(opstrails).toEqual({
      command: "npx",
      args: ["-y", "mcp-remote@0.15.1", url, "--transport", "http-only", "--header", "Authorization:${OPSTRAILS_AUTHORIZATION}"],
      env: { OPSTRAILS_AUTHORIZATION: "Bearer ot_read" },
    });
    expect(opstrails.args.join("")).not.toContain(" ");
  });

  it.each([
    ["http://ops.internal:7071", true],
    ["http://localhost:7071", false],
    ["http://[::1]:7071", false],
    [origin, false],
  ])("mcp-remote for %s allows plain HTTP: %s", (from, told) => {
    expect(blocks("claude-desktop", from)[0]!.includes("--allow-http")).toBe(told);
  });

  it("other clients get the URL and the header", () => {
    expect(blocks("other")).toEqual([url, "Authorization: Bearer ot_read"]);
  });
});
