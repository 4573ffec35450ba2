using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The official client, pinned to one revision of the protocol.</summary>
internal sealed class Assistant : IAsyncDisposable
{
    public const string Handshake2025June = "2025-06-18";
    public const string Handshake2025November = "2025-11-25";
    public const string PerRequest2026July = "2026-07-28";

    private readonly McpClient _client;

    private Assistant(McpClient client) => _client = client;

    public McpClient Client => _client;

    public static Task<Assistant> ConnectAsync(TestApp app, string key, string revision = PerRequest2026July) =>
        ConnectAsync(app.Client.BaseAddress!, key, revision);

    public static async Task<Assistant> ConnectAsync(Uri server, string key, string revision = PerRequest2026July)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(server, "/api/mcp/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + key },
            }
        );
        return new Assistant(
            await McpClient.CreateAsync(
                transport,
                new McpClientOptions { ProtocolVersion = revision },
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
    }

    /// <param name="tool">Its name.</param>
    /// <param name="arguments">As JSON.</param>
    public async Task<ToolAnswer> CallAsync(string tool, string arguments = "{}")
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments);
        return new ToolAnswer(await _client.CallToolAsync(tool, given, cancellationToken: TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

internal sealed class ToolAnswer(CallToolResult result)
{
    public bool IsError => result.IsError == true;

    public string Text => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    public JsonElement Json => result.StructuredContent ?? throw new InvalidOperationException("There is no structured content: " + Text);

    public bool HasJson => result.StructuredContent is not null;

    /// <summary>The rows, each with what is the same in all of them, those under headings with their heading as <c>day</c>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows()
    {
        if (!Json.TryGetProperty("rows", out var rows))
            return [];
        var columns = Json.GetProperty("columns").GetString()!.Split(' ');
        var same = Json.TryGetProperty("same", out var shared)
            ? shared.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!)
            : [];
        var lines =
            rows.ValueKind == JsonValueKind.Array
                ? rows.EnumerateArray().Select(row => (Day: "", Line: row.GetString()!))
                : rows.EnumerateObject()
                    .SelectMany(day => day.Value.EnumerateArray().Select(row => (Day: day.Name, Line: row.GetString()!)));
        return
        [
            .. lines.Select(row =>
            {
                var cells = new Dictionary<string, string>(same) { ["day"] = row.Day };
                foreach (var (column, value) in columns.Zip(Split(row.Line, columns.Length)).Where(pair => pair.Second != "-"))
                    cells[column] = value;
                return cells;
            }),
        ];
    }

    /// <summary>The cells of a line: in quotes where they hold a space, the last one as it is.</summary>
    private static IEnumerable<string> Split(string line, int most)
    {
        var at = 0;
        for (var place = 1; at < line.Length; place++)
        {
            var isLast = place == most && place > 1;
            var end = isLast ? line.Length : at;
            for (var inQuotes = false; end < line.Length && (inQuotes || line[end] != ' '); end++)
                inQuotes ^= line[end] == '"';
            var cell = line[at..end];
            yield return !isLast && cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
            at = end + 1;
        }
    }
}
