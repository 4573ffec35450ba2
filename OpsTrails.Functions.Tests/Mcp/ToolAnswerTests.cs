using System.Text.Json;
using NJsonSchema;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>
/// Every tool, as the official client calls it in each revision: what it gives on a month of events, on nothing, and for a wrong call.
/// </summary>
public sealed class ToolAnswerTests : IAsyncLifetime
{
    private TestApp _full = null!;
    private TestApp _empty = null!;

    public static TheoryData<string> Revisions => ProtocolTests.Revisions;

    public async ValueTask InitializeAsync()
    {
        _full = await TestApp.StartAsync(null, TestClock.AtNoon().AddTo, "OpsTrails:Mcp:AllowRecording=true");
        _empty = await TestApp.StartAsync(null, TestClock.AtNoon().AddTo, "OpsTrails:Mcp:AllowRecording=true");
        await _full.RecordDemoAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _full.DisposeAsync();
        await _empty.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_tool_gives_what_its_schema_says_and_the_same_facts_as_text(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_full, await _full.CreateKeyAsync(), revision);
        var newest = (await assistant.CallAsync("query_events", """{"from":"-30d","limit":1}""")).Rows()[0]["ref"];
        (string Tool, string Arguments)[] calls = [.. Calls.Full, .. Calls.Empty, ("get_event", $$"""{"ref":"{{newest}}"}""")];

        var schemas = await SchemasAsync(assistant);
        var errors = new List<string>();
        foreach (var (tool, arguments) in calls)
        {
            var answer = await assistant.CallAsync(tool, arguments);
            errors.AddRange(
                answer.IsError
                    ? [$"{tool} {arguments}: {answer.Text}"]
                    : ErrorsOf(answer, schemas[tool]).Select(error => $"{tool} {arguments}: {error}")
            );
        }

        Assert.Empty(errors);
        Assert.Equal(schemas.Keys.Order(StringComparer.Ordinal), calls.Select(call => call.Tool).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task An_organization_without_events_gets_the_same_shape(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_empty, await _empty.CreateKeyAsync(), revision);

        var schemas = await SchemasAsync(assistant);
        var errors = new List<string>();
        foreach (
            var (tool, arguments) in Calls
                .Full.Concat(Calls.Empty)
                .Where(call => call.Tool is not ("record_event" or "compare_environments"))
        )
        {
            var answer = await assistant.CallAsync(tool, arguments);
            errors.AddRange(
                answer.IsError
                    ? [$"{tool} {arguments}: {answer.Text}"]
                    : ErrorsOf(answer, schemas[tool]).Select(error => $"{tool} {arguments}: {error}")
            );
            if (
                tool.StartsWith("query", StringComparison.Ordinal)
                || tool.StartsWith("list", StringComparison.Ordinal)
                || tool == "get_grid"
            )
                Assert.Contains("nothing has been recorded yet", answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task An_invalid_call_gets_the_error_the_allowed_values_and_a_valid_call(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_full, await _full.CreateKeyAsync(), revision);

        foreach (var (tool, arguments, named) in Calls.Wrong)
        {
            var answer = await assistant.CallAsync(tool, arguments);

            Assert.True(answer.IsError, $"{tool} {arguments} was taken: {answer.Text}");
            Assert.All(named, name => Assert.Contains(name, answer.Text, StringComparison.Ordinal));
            await AssertExampleWorksAsync(assistant, answer.Text);
        }
    }

    [Fact]
    public async Task Null_and_empty_arguments_count_as_left_out()
    {
        await using var assistant = await Assistant.ConnectAsync(_full, await _full.CreateKeyAsync());

        var answer = await assistant.CallAsync(
            "query_events",
            """{"from":"-30d","type":"","severity":"","subject":null,"limit":null,"cursor":"","timezone":""}"""
        );

        Assert.Equal(25, answer.Rows().Count);
    }

    private static async Task AssertExampleWorksAsync(Assistant assistant, string text)
    {
        var at = text.IndexOf('{', StringComparison.Ordinal);
        Assert.True(at > 0, "There is no call in: " + text);
        var tool = text[..at].TrimEnd().Split(' ', '\n')[^1];
        var arguments = text[at..(text.IndexOf('}', at) + 1)];
        var answer = await assistant.CallAsync(tool, arguments);
        Assert.False(answer.IsError, $"{tool} {arguments}: {answer.Text}");
    }

    private static async Task<Dictionary<string, JsonSchema>> SchemasAsync(Assistant assistant)
    {
        var tools = await assistant.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var schemas = new Dictionary<string, JsonSchema>();
        foreach (var tool in tools)
            schemas[tool.Name] = await JsonSchema.FromJsonAsync(
                tool.ProtocolTool.OutputSchema!.Value.GetRawText(),
                TestContext.Current.CancellationToken
            );
        return schemas;
    }

    private static IEnumerable<string> ErrorsOf(ToolAnswer answer, JsonSchema schema) =>
        schema
            .Validate(answer.Json.GetRawText())
            .Select(error => error.ToString())
            .Concat(
                TextsIn(answer.Json)
                    .Where(value =>
                        !answer.Text.Contains(value, StringComparison.Ordinal)
                        && !answer.Text.Contains(value.Replace("\"", "\"\"", StringComparison.Ordinal), StringComparison.Ordinal)
                    )
                    .Select(value => $"'{value}' is not in the text")
            );

    /// <summary>Every text and number of the structured form, but what only names other members.</summary>
    private static IEnumerable<string> TextsIn(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .Where(member => member.Name != "untrusted_text")
                .SelectMany(member => TextsIn(member.Value)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(TextsIn),
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Number => [json.GetRawText()],
            _ => [],
        };
}
