using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>What the program has sent to Application Insights when it has recorded, failed to publish, refused and ended.</summary>
public sealed class InsightsRun : IAsyncLifetime
{
    internal IngestionServer Insights { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Insights = await IngestionServer.StartAsync();
        using var folder = new TemporaryFolder();
        await using var topic = await FakeTopic.StartAsync();
        topic.Refuse(400, "refused");
        await using var program = await OpsTrailsProcess.StartAsync(
            folder.Path,
            [Insights.Setting, "OpsTrails:Sweep:Interval=00:00:00.2", .. topic.Settings]
        );
        Key = await program.CreateKeyAsync("ADMIN");
        using (var client = program.ClientWith(Key))
        {
            using var recorded = await client.PostEventAsync(
                """{"specversion":"1.0","type":"secretive","source":"BE","time":"NOW","id":"refused"}"""
            );
            await Eventually.TrueAsync(async () => (await client.GetJsonAsync("/api/v1/poison")).GetProperty("data").GetArrayLength() == 1);
        }
        Assert.Equal(0, await program.StopAsync());
    }

    public async ValueTask DisposeAsync() => await Insights.DisposeAsync();
}

/// <summary>What the program sends to Application Insights, and that alerts rest on nothing else.</summary>
[Layer(Layer.Process)]
public sealed class InsightsTests(InsightsRun run) : IClassFixture<InsightsRun>
{
    private readonly IngestionServer _insights = run.Insights;

    [Fact]
    public void Metrics_and_warnings_arrive_without_keys_or_event_text()
    {
        Assert.Contains(_insights.Rows, row => row.Name == "opstrails.events" && row.Properties["outcome"] == "recorded" && row.Value == 1);
        Assert.Contains(
            _insights.Rows,
            row => row.Name.StartsWith("The topic rejected the event", StringComparison.Ordinal) && row.Properties["EventId"] == "4103"
        );
        Assert.DoesNotContain(run.Key, _insights.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", _insights.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_logged_during_a_request_arrives_once()
    {
        await using var insights = await IngestionServer.StartAsync();
        var azurite = await AzuriteServer.StartAsync();
        await using var program = await OpsTrailsProcess.StartAsync(
            azurite.ConnectionString,
            insights.Setting,
            "OpsTrails:Sweep:Interval=01:00:00"
        );
        using var client = program.ClientWith(OpsTrailsProcess.SetupToken);
        await azurite.DisposeAsync();

        var answer = await client.AskAsync("/api/v1/keys");
        await program.StopAsync();

        Assert.Equal(503, answer.Status);
        Assert.Single(insights.Rows, row => row.Properties.GetValueOrDefault("EventId") == "1001");
    }

    [Fact]
    public void It_says_whose_they_are() =>
        Assert.Equal(_insights.Rows.Count, _insights.Everything.Split("\"ai.cloud.role\":\"opstrails\"").Length - 1);

    [Fact]
    public void Nothing_else_is_sent()
    {
        Assert.Equal(["/v2.1/track"], _insights.Paths);
        Assert.All(
            _insights.Rows,
            row =>
                Assert.True(
                    row.Name.StartsWith("opstrails.", StringComparison.Ordinal)
                        || row.Name == "http.server.request.duration"
                        || row.Name.StartsWith("The topic", StringComparison.Ordinal),
                    row.Name
                )
        );
    }

    [Fact]
    public void Every_alert_rests_on_a_metric_that_arrives_with_the_dimensions_it_asks_for() =>
        Assert.All(
            Alert.All(),
            alert =>
            {
                var rows = _insights.Rows.Where(row => row.Name == alert.Metric).ToList();
                Assert.True(rows.Count > 0, $"Nothing named {alert.Metric} arrives, which {alert.Name} watches.");
                Assert.All(
                    alert.Dimensions,
                    dimension =>
                        Assert.All(rows, row => Assert.True(row.Properties.ContainsKey(dimension), $"{alert.Metric} has no {dimension}."))
                );
                Assert.All(alert.Values, value => Assert.Contains(rows, row => row.Properties.Values.Contains(value)));
            }
        );
}
