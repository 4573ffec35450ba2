using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

public sealed class PublishingTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private FakeTopic _topic = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(settings: [NoSweep, .. _topic.Settings]);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public async Task A_subscriber_gets_every_member_that_was_sent_the_organization_and_nothing_else()
    {
        await _client.RecordAsync(
            """
            {"specversion":"1.0","type":"deployment","source":"BE","subject":"PRODUCTION","time":"2026-01-02T03:04:05+01:00","id":"e",
            "severity":"MAJOR","version":"1.2.3","run":7,"data":{"n":1.50,"text":"é"}}
            """
        );
        await _app.SettleAsync();

        var e = Assert.Single(_topic.Delivered);
        Assert.Equal(
            $$$"""
            {"id":"e","specversion":"1.0","type":"deployment","source":"BE","time":"2026-01-02T02:04:05.000Z",
            "subject":"PRODUCTION","severity":"MAJOR","version":"1.2.3","datacontenttype":"application/json","data":{"n":1.50,
            "text":"é"},"run":7,"organization":"{{{_app.Organization}}}"}
            """.ReplaceLineEndings(""),
            e.GetRawText()
        );
    }

    [Fact]
    public async Task A_source_with_spaces_is_a_URI_reference_to_a_subscriber_and_as_sent_in_answers()
    {
        var posted = await _client.RecordAsync(AnEvent.Json("e", source: "Team A/Deploy shop: 100%"));
        await _app.SettleAsync();

        Assert.Equal("Team A/Deploy shop: 100%", posted.Data.GetProperty("source").GetString());
        Assert.Equal("Team%20A/Deploy%20shop:%20100%25", Assert.Single(_topic.Delivered).GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_wire_is_that_of_event_grid()
    {
        await _client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();

        var request = Assert.Single(_topic.Requests);
        Assert.Equal("application/cloudevents-batch+json; charset=utf-8", request.Headers["content-type"]);
        Assert.NotEmpty(request.Headers["aeg-sas-key"]);
    }

    [Fact]
    public async Task A_batch_of_100_is_one_request_and_leaves_the_outbox_empty()
    {
        await _client.RecordAsync(AnEvent.Batch(100));
        await _app.SettleAsync();

        Assert.Single(_topic.Requests);
        Assert.Equal(100, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(0, await _app.CountOutboxAsync());
    }
}
