/** The placeholder until a key is created. */
export const keyToCome = "ot_YOUR_KEY";

/** The tested version. */
const bridge = "mcp-remote@0.15.1";

export interface Block {
  label: string;
  text: string;
}

export interface Assistant {
  id: string;
  label: string;
  blocks: Block[];
  notes: string[];
}

export function mcpUrl(origin: string): string {
  return `${origin}/api/mcp/mcp`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Quotes for sh and PowerShell alike. Keys and URLs contain no special characters. */
function quoted(text: string): string {
  return `"${text}"`;
}

function isLoopback(origin: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(origin).hostname);
}

export function assistants(origin: string, key: string): Assistant[] {
  return [
    claudeCode(origin, key),
    cursor(origin, key),
    vsCode(origin, key),
    codex(origin, key),
    claudeDesktop(origin, key),
    other(origin, key),
  ];
}

function claudeCode(origin: string, key: string): Assistant {
  return {
    id: "claude-code",
    label: "Claude Code",
    blocks: [
      {
        label: "Run in a terminal",
        text: `claude mcp add --transport http opstrails ${mcpUrl(origin)} --header ${quoted(`Authorization: Bearer ${key}`)}`,
      },
    ],
    notes: ["Add --scope user to use it in every project. Run claude mcp list to check the connection."],
  };
}

function cursor(origin: string, key: string): Assistant {
  return {
    id: "cursor",
    label: "Cursor",
    blocks: [
      {
        label: ".cursor/mcp.json",
        text: json({ mcpServers: { opstrails: { url: mcpUrl(origin), headers: { Authorization: `Bearer ${key}` } } } }),
      },
    ],
    notes: ["Don't commit the key. In a shared project, use ${env:OPSTRAILS_KEY} instead and set that variable."],
  };
}

function vsCode(origin: string, key: string): Assistant {
  return {
    id: "vs-code",
    label: "VS Code",
    blocks: [
      {
        label: ".vscode/mcp.json",
        text: json({
          inputs: [{ type: "promptString", id: "opstrails-key", description: "OpsTrails API key", password: true }],
          servers: { opstrails: { type: "http", url: mcpUrl(origin), headers: { Authorization: "Bearer ${input:opstrails-key}" } } },
        }),
      },
      { label: "Key, for the prompt in VS Code", text: key },
    ],
    notes: ["VS Code asks for the key once and doesn't store it in the file. You can commit the file."],
  };
}

function codex(origin: string, key: string): Assistant {
  return {
    id: "codex",
    label: "Codex",
    blocks: [
      { label: "~/.codex/config.toml", text: `[mcp_servers.opstrails]\nurl = "${mcpUrl(origin)}"\nbearer_token_env_var = "OPSTRAILS_KEY"` },
      { label: "Environment of Codex", text: `export OPSTRAILS_KEY=${quoted(key)}` },
    ],
    notes: ["Codex reads the key only from the environment. Restart it afterwards."],
  };
}

function claudeDesktop(origin: string, key: string): Assistant {
  const insecure = origin.startsWith("http:") && !isLoopback(origin);
  return {
    id: "claude-desktop",
    label: "Claude Desktop",
    blocks: [
      {
        label: "claude_desktop_config.json",
        text: json({
          mcpServers: {
            opstrails: {
              command: "npx",
              args: [
                "-y",
                bridge,
                mcpUrl(origin),
                "--transport",
                "http-only",
                ...(insecure ? ["--allow-http"] : []),
                "--header",
                "Authorization:${OPSTRAILS_AUTHORIZATION}",
              ],
              env: { OPSTRAILS_AUTHORIZATION: `Bearer ${key}` },
            },
          },
        }),
      },
    ],
    notes: [
      "Claude Desktop can't send a header, so this uses mcp-remote, which needs Node.js.",
      "Open the file from Settings > Developer > Edit Config. Restart Claude Desktop afterwards.",
    ],
  };
}

function other(origin: string, key: string): Assistant {
  return {
    id: "other",
    label: "Other",
    blocks: [
      { label: "URL (streamable HTTP)", text: mcpUrl(origin) },
      { label: "Header", text: `Authorization: Bearer ${key}` },
    ],
    notes: [
      "Use any client that supports MCP over streamable HTTP with a custom header.",
      "The web versions of Claude and ChatGPT don't: their connectors need OAuth, which this server doesn't offer.",
    ],
  };
}
