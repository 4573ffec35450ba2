using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>What calls of tools cost in storage requests.</summary>
public sealed class McpRequestCountTests(McpRequestCountTests.Program program) : IClassFixture<McpRequestCountTests.Program>
{
    private readonly TestApp _app = program.App;
    private readonly Assistant _assistant = program.Assistant;

    public sealed class Program : SharedProgram
    {
        internal Assistant Assistant { get; private set; } = null!;

        private protected override Task<TestApp> StartAsync() =>
            TestApp.StartAsync(null, TestClock.AtNoon().AddTo, "OpsTrails:Mcp:AllowRecording=true");

        private protected override async Task PrepareAsync()
        {
            await App.RecordDemoAsync();
            Assistant = await Assistant.ConnectAsync(App, await App.CreateKeyAsync());

            // The key, the settings and the names are cached from now on. The clock stands still, so they stay cached.
            await Assistant.CallAsync("get_grid");
        }

        private protected override ValueTask EndAsync() => Assistant.DisposeAsync();
    }

    [Theory]
    [InlineData("query_events", """{"from":"-30d"}""", 2)]
    [InlineData("query_events", """{"from":"-30d","subject":"BRAND-A-PRODUCTION","source":"BE"}""", 1)]
    [InlineData("query_events", """{"search":"nobody wrote this"}""", 6)]
    [InlineData("get_organization_context", "{}", 5)]
    [InlineData("get_event_summary", """{"from":"-7d","to":"now"}""", 2)]
    [InlineData("get_event", """{"ref":"00000000"}""", 2)]
    [InlineData("get_grid", "{}", 2)]
    [InlineData("compare_environments", """{"from_environment":"BRAND-A-STAGING","to_environment":"BRAND-A-PRODUCTION"}""", 1)]
    [InlineData("what_changed_before", """{"time":"now","window":"7d"}""", 2 + 1 + 3 * 3)]
    [InlineData("list_event_types", "{}", 1)]
    [InlineData("list_event_sources", "{}", 1)]
    [InlineData("list_event_subjects", "{}", 1)]
    [InlineData("record_event", """{"type":"t","source":"s","dry_run":true}""", 0)]
    public async Task A_call_takes_at_most_this_many_storage_requests(string tool, string arguments, int most)
    {
        using var requests = new StorageRequests(_app);

        await _assistant.CallAsync(tool, arguments);

        Assert.True(WithoutKeys(requests) <= most, $"{tool}: {requests.ListingWithout("keys")}");
    }

    [Fact]
    public async Task Connecting_and_listing_take_no_storage_request()
    {
        using var requests = new StorageRequests(_app);

        var cancel = TestContext.Current.CancellationToken;
        await _assistant.Client.ListToolsAsync(cancellationToken: cancel);
        await _assistant.Client.ListPromptsAsync(cancellationToken: cancel);
        await _assistant.Client.ListResourcesAsync(cancellationToken: cancel);

        Assert.Equal("", requests.ListingWithout("keys"));
    }

    [Fact]
    public async Task An_invalid_call_takes_no_storage_request()
    {
        using var requests = new StorageRequests(_app);

        await _assistant.CallAsync("query_events", """{"limt":1}""");
        await _assistant.CallAsync("query_events", """{"from":"yesterday"}""");

        Assert.Equal("", requests.ListingWithout("keys"));
    }

    [Fact]
    public async Task Fifty_calls_at_once_cost_what_fifty_calls_cost()
    {
        var single = 0;
        foreach (var (tool, arguments) in ReadingCalls())
        {
            using var requests = new StorageRequests(_app);
            await _assistant.CallAsync(tool, arguments);
            single += WithoutKeys(requests);
        }
        using var together = new StorageRequests(_app);

        await Task.WhenAll(ReadingCalls().Select(call => _assistant.CallAsync(call.Tool, call.Arguments)));

        Assert.Equal(50, ReadingCalls().Count);
        Assert.InRange(WithoutKeys(together), 1, single);
    }

    /// <summary>Fifty calls, of all kinds that read.</summary>
    private static List<(string Tool, string Arguments)> ReadingCalls()
    {
        var reading = Calls.Full.Where(call => call.Tool != "record_event").ToList();
        return [.. Enumerable.Range(0, 50).Select(i => reading[i % reading.Count])];
    }

    /// <summary>Keys and settings are read again every few seconds, whenever that is.</summary>
    private static int WithoutKeys(StorageRequests requests) =>
        requests
            .ListingWithout("keys")
            .Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => !entry.StartsWith("settings", StringComparison.Ordinal))
            .Sum(entry => int.Parse(entry.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
}
