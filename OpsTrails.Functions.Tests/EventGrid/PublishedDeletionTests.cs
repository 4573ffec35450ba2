using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>Subscribers of the topic learn of deletions, at least once, after the event itself.</summary>
public sealed class PublishedDeletionTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private readonly TestClock _clock = TestClock.AtNoon();
    private FakeTopic _topic = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(null, _clock.AddTo, [NoSweep, .. _topic.Settings]);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public async Task A_deletion_is_an_event_of_its_own_with_the_source_and_subject_of_the_deleted_one()
    {
        await _client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
        var recorded = Assert.Single(_topic.Delivered);

        await _app.DeleteFromFeedAsync("e");
        await Eventually.TrueAsync(() => _topic.Delivered.Count == 2);

        var deletion = _topic.Delivered[1];
        var at = Timestamp.From(_clock.GetUtcNow());
        Assert.Equal("dev.opstrails.event.deleted", deletion.GetProperty("type").GetString());
        Assert.NotEqual("e", FakeTopic.IdOf(deletion));
        foreach (var member in (string[])["source", "subject", "specversion", "organization"])
            Assert.Equal(recorded.GetProperty(member).GetString(), deletion.GetProperty(member).GetString());
        Assert.Equal(
            $$"""
            {"id":"e","source":"{{recorded.GetProperty("source")}}","type":"{{recorded.GetProperty("type")}}","deletedAt":"{{at}}"}
            """.Trim(),
            deletion.GetProperty("data").GetRawText()
        );
        await Eventually.TrueAsync(async () => await CountNoticesAsync() == 0);
    }

    [Fact]
    public async Task A_deletion_that_the_topic_does_not_take_is_sent_again_with_the_same_id()
    {
        await _client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
        _topic.FailWith(503);
        await _app.DeleteFromFeedAsync("e");
        await Eventually.TrueAsync(() => _topic.Requests.Count == 2);

        _topic.Heal();
        await SweepAsync();

        Assert.Equal(2, _topic.Delivered.Count);
        Assert.Equal(FakeTopic.IdOf(_topic.Requests.ElementAt(1).Events[0]), FakeTopic.IdOf(_topic.Delivered[1]));
        Assert.Equal(0, await CountNoticesAsync());
    }

    [Fact]
    public async Task An_event_that_still_waits_for_the_topic_when_it_is_deleted_is_not_published_any_more()
    {
        _topic.FailWith(503);
        await _client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
        await _app.DeleteFromFeedAsync("e");

        _topic.Heal();
        await SweepAsync();

        var deletion = Assert.Single(_topic.Delivered);
        Assert.Equal("dev.opstrails.event.deleted", deletion.GetProperty("type").GetString());
        Assert.Equal(0, await CountNoticesAsync());
    }

    private async Task SweepAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _app.SweepAsync(_clock.GetUtcNow());
    }

    /// <summary>The entry of the deletion itself stays for the other steps.</summary>
    private async Task<int> CountNoticesAsync() =>
        (await _app.RowsAsync(Tables.Ledger)).Count(row =>
            row.Key.Row.StartsWith("j~", StringComparison.Ordinal) && !DeletionEntry.IsDeleting(row)
        );
}
