using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Retention;

/// <summary>What is deleted and what is not, and what people see of it.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep);
        _client = await _app.ClientWithKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task By_default_everything_is_kept()
    {
        await _app.RecordAsync([RecordedEvents.Json("a", "1970-01-01T00:00:00Z")]);

        await _app.DeleteOldAsync();

        Assert.Equal(["a"], (await _client.AskAsync("/api/v1/events?from=1970-01-01T00:00:00Z")).Data.Ids());
    }

    [Fact]
    public async Task The_time_of_an_event_decides_to_the_tick()
    {
        var edge = Timestamp.From(Now.AddDays(-7));
        await _app.RecordAsync([
            .. ((long[])[-TimeSpan.TicksPerDay * 400, -1, 0, 1]).Select(ticks =>
                RecordedEvents.Json($"{ticks}", RecordedEvents.TimeText(edge + new TimeSpan(ticks)))
            ),
        ]);
        await _app.KeepForAsync(7);

        await _app.DeleteOldAsync();

        Assert.Equal(["1", "0"], (await _client.AskAsync("/api/v1/events?from=1970-01-01T00:00:00Z")).Data.Ids());
        await CheckAsync(edge, left: 2);
    }

    [Fact]
    public async Task Tombstones_go_at_the_age_of_their_events_and_then_the_content_is_recorded_again()
    {
        var (old, young) = (Deleting.Json("old", Now.AddDays(-8)), Deleting.Json("young", Now.AddDays(-6)));
        var anew = Deleting.Json("anew", Now.AddDays(-8));
        await _app.RecordAsync([old, young, anew]);
        foreach (var id in (string[])["old", "young", "anew"])
            Assert.Equal(200, (await _client.DeleteEventAsync(id)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await _client.RecordAsync(Deleting.Json("anew", Now.AddDays(-1), version: "2"))).Status);
        await _app.KeepForAsync(7);

        await _app.DeleteOldAsync();

        Assert.Equal(409, (await _client.RecordAsync(young)).Status);
        Assert.Equal(201, (await _client.RecordAsync(old)).Status);
        Assert.Equal("2", (await _client.AskAsync("/api/v1/events/anew")).Data.GetProperty("version").GetString());
        Assert.Single(await _app.RowsAsync(Tables.Ledger), row => row.Key.Row.StartsWith("d~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_organization_keeps_its_events_as_long_as_it_says()
    {
        var other = await _app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", TestContext.Current.CancellationToken);
        await _app.RecordAsync(RetainingApp.Hourly(Now, 72));
        await _app.RecordAsync(RetainingApp.Hourly(Now, 72), other);
        await _app.KeepForAsync(1);
        await _app.KeepForAsync(2, other);

        await _app.DeleteOldAsync();

        Assert.Equal(24, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([], Timestamp.From(Now.AddDays(-1))));
        Assert.Equal(48, await new StoreInvariants(_app.Store, other).CheckAsync([], Timestamp.From(Now.AddDays(-2))));
    }

    [Fact]
    public async Task Paging_continues_while_retention_deletes()
    {
        await _app.RecordAsync(RetainingApp.Hourly(Now, 60));
        var first = await _client.AskAsync("/api/v1/events?limit=20&from=-10d");
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();
        var second = await NextAsync(first);
        var third = await NextAsync(second);

        Assert.Equal([20, 20, 8], ((Answer[])[first, second, third]).Select(page => page.Data.GetArrayLength()));
        Assert.Equal("e47", third.Data.Ids()[^1]);
        Assert.Equal(JsonValueKind.Null, third.Json.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Counts_lookups_and_cells_tell_of_the_events_that_are_left()
    {
        await _app.RecordAsync([
            .. RetainingApp.Hourly(Now, 60),
            RecordedEvents.Json("old", RecordedEvents.TimeText(Now.AddDays(-40).UtcTicks), "OLD", "PROD", "retired", version: "7"),
        ]);
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();

        Assert.Equal(48, (await _client.AskAsync("/api/v1/summary?from=-100d")).Data.GetProperty("total").GetInt32());
        Assert.Equal(
            48,
            (await _client.AskAsync("/api/v1/events?from=-100d&limit=100&search=svc-0")).Data.GetArrayLength()
                + (await _client.AskAsync("/api/v1/events?from=-100d&limit=100&q=-source:svc-0")).Data.GetArrayLength()
        );
        Assert.Equal(0, (await _client.AskAsync("/api/v1/events?from=-100d&source=OLD&subject=PROD")).Data.GetArrayLength());
        Assert.Equal(404, (await _client.AskAsync("/api/v1/events/old")).Status);
        Assert.Equal(404, (await _client.AskAsync($"/api/v1/events/{EventRef.Of("old").Digits}")).Status);
        Assert.Equal(200, (await _client.AskAsync("/api/v1/events/e47")).Status);
    }

    [Fact]
    public async Task A_version_outlives_its_event_and_so_do_types_systems_and_environments()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("old", RecordedEvents.TimeText(Now.AddDays(-40).UtcTicks), "OLD", "PROD", "retired", version: "7"),
        ]);
        string[] paths = ["/api/v1/grid", "/api/v1/types", "/api/v1/sources", "/api/v1/subjects"];
        var before = await Task.WhenAll(paths.Select(_client.AskAsync));
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();

        Assert.Contains("\"7\"", before[0].Body, StringComparison.Ordinal);
        Assert.Equal(
            before.Select(answer => answer.Body),
            (await Task.WhenAll(paths.Select(_client.AskAsync))).Select(answer => answer.Body)
        );
    }

    [Fact]
    public async Task The_feed_keeps_what_was_recorded_lately_and_no_longer_than_events_are_kept()
    {
        await _app.RecordAsync(RetainingApp.Hourly(Now, 3, "a"));
        _clock.Advance(TimeSpan.FromDays(5));
        await _app.RecordAsync([RecordedEvents.Json("b", RecordedEvents.TimeText(Now.AddDays(-20).UtcTicks))]);
        await _app.KeepForAsync(3);

        await _app.DeleteOldAsync();

        Assert.Equal(["b"], (await _client.AskAsync("/api/v1/events?after=begin")).Data.Ids());
        Assert.Equal(
            (410, "f3"),
            (await _client.AskAsync("/api/v1/events?after=f0") is var gap ? gap.Status : 0, gap.Header("feed-start"))
        );
    }

    [Fact]
    public async Task A_long_feed_is_cut_within_one_run()
    {
        await _app.RecordAsync([
            .. Enumerable.Range(0, 10_050).Select(i => RecordedEvents.Json($"{i}", RecordedEvents.TimeText(Now.UtcTicks + i))),
        ]);
        _clock.Advance(TimeSpan.FromDays(5));
        await _app.KeepForAsync(3);

        await _app.DeleteOldAsync();

        Assert.DoesNotContain(await _app.RowsAsync(Tables.Ledger), row => LedgerKeys.IsFeed(row.Key));
        Assert.Empty(await _app.RowsAsync(Tables.Events));
    }

    [Fact]
    public async Task Events_that_the_topic_refused_go_too_and_younger_ones_stay()
    {
        var poison = _app.Services.GetRequiredService<PoisonStore>();
        await _app.RecordAsync(RetainingApp.Hourly(Now, 60));
        foreach (var row in (await _app.RowsAsync(Tables.Events)).Where(row => row.Text("Id") is "e47" or "e48"))
            await poison.KeepAsync(_app.Organization, EventRow.Read(row), new TopicAnswer(400, "no"));
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();

        Assert.Equal("e47", Assert.Single(await _app.RowsAsync(Tables.Poison)).Text("Id"));
    }

    [Fact]
    public async Task The_same_source_and_id_is_recorded_anew_once_its_event_is_gone()
    {
        await _app.RecordAsync([RecordedEvents.Json("a", RecordedEvents.TimeText(Now.AddDays(-3).UtcTicks))]);
        await _app.KeepForAsync(2);
        await _app.DeleteOldAsync();

        var again = await _client.RecordAsync(AnEvent.Json("a"));
        await _app.DeleteOldAsync();

        Assert.Equal(201, again.Status);
        Assert.Equal(["a"], (await _client.AskAsync("/api/v1/events")).Data.Ids());
    }

    [Fact]
    public async Task One_recorded_anew_with_its_old_time_is_deleted_by_the_next_run()
    {
        var old = RecordedEvents.Json("a", RecordedEvents.TimeText(Now.AddDays(-3).UtcTicks));
        await _app.KeepForAsync(2);
        foreach (var expected in (int[])[201, 201])
        {
            Assert.Equal(expected, (await _client.RecordAsync(old)).Status);
            await _app.SettleAsync();
            await _app.DeleteOldAsync();
        }

        Assert.Empty(await _app.RowsAsync(Tables.Events));
        Assert.Empty(await _app.RowsAsync(Tables.Timeline));
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("truth")]
    [InlineData("timeline")]
    [InlineData("facets")]
    public async Task What_is_still_being_recorded_is_left_until_it_is_whole(string until)
    {
        var partial = new PartialEvents(_app.Store, _app.Organization, Now);
        await partial.WriteAsync(60, until);
        var before = (await _app.RowsAsync(Tables.Events)).Count;
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();
        Assert.Equal((1, before), (await _app.CountOutboxAsync(), (await _app.RowsAsync(Tables.Events)).Count));

        await _app.SweepAsync(Now.AddMinutes(1));
        await _app.DeleteOldAsync();
        await CheckAsync(Timestamp.From(Now.AddDays(-2)), left: 0);
    }

    [Fact]
    public async Task What_a_straggler_writes_once_more_is_found_by_the_next_run()
    {
        await _app.RecordAsync(RetainingApp.Hourly(Now, 60));
        var events = (await _app.RowsAsync(Tables.Events)).Select(EventRow.Read).ToList();
        await _app.KeepForAsync(2);
        await _app.DeleteOldAsync();

        await _app.Services.GetRequiredService<EventCompletion>().CompleteAsync(_app.Organization, events);
        await _app.DeleteOldAsync();

        await CheckAsync(Timestamp.From(Now.AddDays(-2)), left: 48);
    }

    [Fact]
    public async Task A_run_says_in_one_line_what_it_deleted_for_whom()
    {
        await _app.RecordAsync(RetainingApp.Hourly(Now, 60));
        await _app.KeepForAsync(2);

        await _app.DeleteOldAsync();
        await _app.DeleteOldAsync();

        var line = Assert.Single(_app.Log.All, line => line.Contains("[2201]", StringComparison.Ordinal));
        Assert.Contains(
            $"deleted 12 events, 0 feed rows and 0 rejected events of {_app.Organization} before 2026-05-30T12:00:00",
            line,
            StringComparison.Ordinal
        );
    }

    private Task<Answer> NextAsync(Answer page) =>
        _client.AskAsync(
            "/api/v1/events?limit=20&from=-10d&cursor=" + Uri.EscapeDataString(page.Json.GetProperty("nextCursor").GetString()!)
        );

    private async Task CheckAsync(Timestamp deletedBefore, int left) =>
        Assert.Equal(left, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([], deletedBefore));
}
