using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>Names as long as events may have them count everywhere: in the grid, in filters, in settings and in comparisons.</summary>
public sealed class LongNamesTests(SharedAzurite azurite)
{
    private const string Longest = "OpsTrails:Limits:SubjectLength=200";

    private static readonly string Version = "sha256:" + new string('f', 121);
    private static readonly string LongSubject = "/subscriptions/" + new string('ü', 185);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subject_of_200_characters_and_a_version_of_128_work_everywhere(bool azure)
    {
        await using var app = await TestApp.StartAsync(azure ? (await azurite.StartedAsync()).ConnectionString : null, settings: [Longest]);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        var source = $"Team A/Deploy \"{Guid.NewGuid()}\" | {{x}}";
        var id = Guid.NewGuid().ToString();
        var json = JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                type = "deployment",
                source,
                subject = LongSubject,
                version = Version,
                time = "NOW",
                id,
            }
        );

        var recorded = await admin.RecordAsync(json);
        await admin.RecordAsync(AnEvent.Json("dev-" + id, subject: "DEV"));
        var repeated = await admin.RecordAsync(json);
        await app.SettleAsync();
        var settings = await admin.AskAsync(
            HttpMethod.Put,
            "/api/v1/settings",
            JsonSerializer.Serialize(
                new
                {
                    ladders = (string[][])
                        [
                            ["DEV", LongSubject],
                        ],
                    aliases = new { subjects = new Dictionary<string, string[]> { [LongSubject] = [LongSubject[..^1] + "x"] } },
                    groups = new Dictionary<string, string[]> { [LongSubject[..^1] + "g"] = [LongSubject] },
                }
            )
        );

        Assert.Equal((201, 200, 200), (recorded.Status, repeated.Status, settings.Status));
        Assert.Equal(recorded.Body, repeated.Body);
        foreach (
            var query in (string[])
                [
                    $"events?subject={Escape(LongSubject)}&source={Escape(source)}",
                    $"events?subject={Escape(LongSubject[..^1] + "x")}&source={Escape(source)}",
                    $"events?subject={Escape(LongSubject[..^1] + "g")}&source={Escape(source)}",
                    $"events?version={Escape(Version)}&source={Escape(source)}",
                    $"events?q={Escape($"version:{Version} source:\"{source.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}",
                    $"events/{id}?source={Escape(source)}",
                ]
        )
        {
            var found = await admin.AskAsync("/api/v1/" + query);
            Assert.True(found.Status == 200, found.Body);
            var e = found.Data.ValueKind == JsonValueKind.Array ? Assert.Single(found.Data.EnumerateArray()) : found.Data;
            Assert.Equal((source, LongSubject, Version), (Text(e, "source"), Text(e, "subject"), Text(e, "version")));
        }
        var row = (await admin.AskAsync("/api/v1/grid"))
            .Data.GetProperty("rows")
            .EnumerateArray()
            .Single(row => Text(row, "source") == source);
        Assert.Equal(Version, Text(row.GetProperty("cells")[0], "version"));
        foreach (
            var query in (string[])
                [
                    $"diff?from=DEV&to={Escape(LongSubject)}",
                    $"incidents?subject={Escape(LongSubject)}&source={Escape(source)}",
                    $"changes-before?time=now&subject={Escape(LongSubject)}&source={Escape(source)}",
                ]
        )
            Assert.Equal(200, (await admin.AskAsync("/api/v1/" + query)).Status);
    }

    [Fact]
    public async Task A_subject_of_51_characters_needs_the_setting()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var longest = await client.RecordAsync(AnEvent.Json("a", subject: new string('s', 50)));
        var longer = await client.RecordAsync(AnEvent.Json("b", subject: new string('s', 51)));

        Assert.Equal((201, 400), (longest.Status, longer.Status));
        Assert.EndsWith("is too long: 51 characters, at most 50.", longer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_setting_a_subject_of_201_characters_is_refused()
    {
        await using var app = await TestApp.StartAsync(settings: [Longest, "OpsTrails:Mcp:AllowRecording=true"]);
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);
        await using var assistant = await Assistant.ConnectAsync(app, key);

        var single = await client.RecordAsync(AnEvent.Json("a", subject: new string('s', 201)));
        var batch = await client.RecordAsync($"[{AnEvent.Json("a", subject: new string('s', 201))}]");
        var tool = await assistant.CallAsync("record_event", $$"""{"type":"t","source":"s","subject":"{{new string('s', 200)}}"}""");

        Assert.Equal((400, 400, false), (single.Status, batch.Status, tool.IsError));
        Assert.Contains("201 characters, at most 200", single.Error, StringComparison.Ordinal);
        Assert.Contains("201 characters, at most 200", batch.Error, StringComparison.Ordinal);
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
