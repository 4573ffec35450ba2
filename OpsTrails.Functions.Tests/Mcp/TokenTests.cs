using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>
/// What the endpoint takes of a context window, beside the events as the API gives them. Counted, not timed, so that a limit can decide.
/// </summary>
public sealed class TokenTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private const int MostForTheTools = 2_500;
    private const double MostOfWholeEvents = 0.25;

    private static readonly int[] Limits = [20, 100];

    [Fact]
    public async Task A_row_takes_a_fraction_of_a_whole_event_and_the_list_of_tools_stays_small()
    {
        await using var pipelines = await TestApp.StartAsync(configure: TestClock.At(McpDemo.Now).AddTo);
        await pipelines.RecordAsync([.. McpDemo.Month.Select(FromAPipeline)]);
        var tools = await McpClients.AskAsync(
            "call.mjs",
            new
            {
                url = demo.Endpoint,
                key = demo.Key,
                client = "sdk",
                calls = Array.Empty<object>(),
            }
        );

        List<Page> pages = [.. await ReadAsync(demo.App), .. await ReadAsync(pipelines)];

        // All in one run: to load the tokenizer takes longer than to count.
        var tokens = await McpClients.CountTokensAsync([
            tools.GetProperty("tools").GetRawText(),
            .. pages.SelectMany(page => (string[])[page.Whole, page.Json, page.Text]),
        ]);
        var list = tokens[0];
        var counts = pages.Zip(tokens.Skip(1).Chunk(3), (page, each) => new Count(page.Rows, each[0], each[1], each[2])).ToList();
        var (lean, full) = (counts[..Limits.Length], counts[Limits.Length..]);

        await KeptFile.CompareAsync(
            Path.Combine("Mcp", "transcripts", "tokens.md"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                # Tokens

                The list of all tools with their schemas takes {list} tokens.

                An event in an answer of `query_events`, headings and all, beside the same event as a whole CloudEvent in minified JSON:

                | events | rows | whole event | JSON form | text form |
                |---|---|---|---|---|
                {Lines("as pipelines send them: an id of their own, repository, commit, run", full)}
                {Lines("of the demo month: hardly any data", lean)}

                """
            )
        );
        Assert.InRange(list, 1, MostForTheTools);
        Assert.All(full, count => Assert.True(Math.Max(count.Json, count.Text) <= MostOfWholeEvents * count.Whole, count.ToString()));
    }

    private static async Task<List<Page>> ReadAsync(TestApp app)
    {
        var key = await app.CreateKeyAsync("READ_ONLY");
        using var api = app.ClientWith(key);
        await using var assistant = await Assistant.ConnectAsync(app, key);
        List<Page> pages = [];
        foreach (var limit in Limits)
        {
            var answer = await assistant.CallAsync(
                "query_events",
                string.Create(CultureInfo.InvariantCulture, $$"""{"from":"-31d","limit":{{limit}}}""")
            );
            var rows = answer.Rows().Count;
            var events = await api.GetJsonAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/events?limit={rows}"));
            pages.Add(new Page(rows, JsonSerializer.Serialize(events.GetProperty("data")), answer.Json.GetRawText(), answer.Text));
        }
        return pages;
    }

    /// <summary>The same event with what a job of a pipeline usually says about itself.</summary>
    private static string FromAPipeline(DemoEvent e, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(e.Id));
        var repository = $"example/shop-{e.Source.ToLowerInvariant()}";
        return JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                id = new Guid(hash.AsSpan(0, 16)),
                type = e.Type,
                source = e.Source,
                subject = e.Subject,
                time = RecordedEvents.TimeText(e.Time.UtcTicks),
                severity = e.Severity,
                version = e.Version,
                data = new
                {
                    description = e.Description,
                    author = e.Author,
                    repository,
                    commit = Convert.ToHexStringLower(hash.AsSpan(0, 20)),
                    branch = "main",
                    run = string.Create(
                        CultureInfo.InvariantCulture,
                        $"https://github.com/{repository}/actions/runs/{9_812_300_000 + (number * 137)}"
                    ),
                    seconds = e.Seconds,
                },
            }
        );
    }

    private static string Lines(string events, List<Count> counts) =>
        string.Join(
            '\n',
            counts.Select(count =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {events} | {count.Rows} | {Each(count.Whole, count)} | {Each(count.Json, count)}, "
                        + $"{Share(count.Json, count)} % | {Each(count.Text, count)}, {Share(count.Text, count)} % |"
                )
            )
        );

    private static double Each(int tokens, Count count) => Math.Round((double)tokens / count.Rows, 1);

    private static double Share(int tokens, Count count) => Math.Round(100.0 * tokens / count.Whole);

    private sealed record Page(int Rows, string Whole, string Json, string Text);

    private sealed record Count(int Rows, int Whole, int Json, int Text);
}
