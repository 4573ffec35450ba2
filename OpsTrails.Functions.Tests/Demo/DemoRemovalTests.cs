using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Demo;

/// <summary>After its removal everything is as if the demo had never been there, whatever interrupts the removal.</summary>
public sealed partial class DemoRemovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    private static readonly string[] Paths =
    [
        "/api/v1/events?from=-400d&limit=100",
        "/api/v1/events?from=-400d&subject=BRAND-A-PRODUCTION&include=meaning",
        "/api/v1/summary?from=-400d",
        "/api/v1/grid",
        "/api/v1/grid?at=-8d",
        "/api/v1/types",
        "/api/v1/types?include=meaning",
        "/api/v1/sources",
        "/api/v1/subjects",
        "/api/v1/incidents?from=-400d",
        "/api/v1/settings",
        "/api/v1/context",
        "/api/v1/changes-before?time=2026-11-26T12:00:00Z",
    ];

    private readonly TestClock _clock = TestClock.At(Now);
    private readonly StoreTap _tap = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_as_if_the_demo_had_never_been_there_and_it_can_be_loaded_again(bool azure)
    {
        await using var azurite = azure ? await AzuriteServer.StartAsync() : null;
        await using var app = await StartAsync(azurite?.ConnectionString);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        using var stream = await SseReader.OpenedAsync(admin, "?type=no-such-type");
        var loaded = await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();
        await RecordOthersAsync(app);
        await using var never = await StartAsync();
        using var other = await never.ClientWithKeyAsync("ADMIN");
        await RecordOthersAsync(never);

        var removed = await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");

        Assert.Equal((200, loaded.Data.GetRawText()), (removed.Status, removed.Data.GetRawText()));
        Assert.Equal(await AnswersAsync(other), await AnswersAsync(admin));
        var block = await stream.NextBlockAsync();
        while (block!.StartsWith(": keep-alive", StringComparison.Ordinal))
            block = await stream.NextBlockAsync();
        Assert.Matches("^id: f[0-9]+\nevent: reset\ndata: {\"at\":\"2026-11-27T15:00:00.000Z\"}$", block);
        var begin = await admin.AskAsync("/api/v1/events?after=begin&limit=100");
        Assert.Equal(Others.Count, begin.Data.GetArrayLength());
        Assert.True(begin.Json.GetProperty("reset").GetBoolean());
        await AssertNoDemoAsync(app, Others.Count);
        Assert.Equal("""{"events":0}""", (await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo")).Data.GetRawText());
        var audit = Assert.Single(
            (await admin.AskAsync("/api/v1/audit")).Data.EnumerateArray(),
            entry => entry.GetProperty("action").GetString() == "demo.removed"
        );
        Assert.Equal(loaded.Data.GetRawText(), audit.GetProperty("details").GetRawText());
    }

    [Fact]
    public async Task Without_other_events_the_organization_is_empty_and_takes_the_demo_again()
    {
        await using var app = await StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        var first = await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();
        var before = await AnswersAsync(admin);
        await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");
        Assert.Empty(await app.RowsAsync(Tables.Cells));
        Assert.Empty(await app.RowsAsync(Tables.Facets));
        Assert.All(await app.RowsAsync(Tables.Incidents), row => Assert.Equal("t", row.Key.Row));

        var second = await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();

        Assert.Equal((201, first.Data.GetRawText()), (second.Status, second.Data.GetRawText()));
        Assert.Equal(before, await AnswersAsync(admin));
        Assert.Equal(200, (await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo")).Status);
        await AssertNoDemoAsync(app, 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_that_fails_at_any_write_is_continued_with_retention(bool isDone)
    {
        await using var never = await StartAsync();
        using var other = await never.ClientWithKeyAsync("ADMIN");
        await RecordOthersAsync(never);
        var wanted = await AnswersAsync(other);
        for (var write = 1; ; write++)
        {
            await using var app = await StartAsync();
            using var admin = await app.ClientWithKeyAsync("ADMIN");
            var demo = app.Services.GetRequiredService<DemoRecorder>();
            DemoEvent[] month = [.. DemoMonth.Until(Now).Where(e => e.Subject is null or "BRAND-A-PRODUCTION").Skip(20).Take(30)];
            Assert.True(await demo.BeginAsync(app.Organization, month));
            Assert.Equal(
                30,
                await demo.RecordAsync(app.Organization, month).Select(batch => batch.New).SumAsync(TestContext.Current.CancellationToken)
            );
            await app.SettleAsync();
            await RecordOthersAsync(app);
            var failed = _tap.FailAt(write, isDone, except: Tables.Keys);

            var answer = await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");
            _tap.Heal();

            await app.DeleteOldAsync();
            if (answer.Status != 200)
                await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");

            await AssertNoDemoAsync(app, Others.Count);
            Assert.Equal(wanted, await AnswersAsync(admin));
            Assert.Single((await app.RowsAsync(Tables.Ledger)), row => LedgerKeys.IsFeed(row.Key) && row.Text("Kind") == "reset");
            Assert.Single((await app.RowsAsync(Tables.Settings)), row => row.Text("Action") == "demo.removed");
            if (!failed())
            {
                Assert.InRange(write, 10, 100);
                return;
            }
        }
    }

    [Fact]
    public async Task While_the_demo_is_being_removed_it_is_not_loaded_and_another_call_says_so()
    {
        await using var app = await StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();
        var theirs = new Leases(app.Store, _clock);
        await using var held = await theirs.TakeAsync(app.Organization, "demo");

        var removal = await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");
        await app.Store.DeleteAsync(Tables.Cells, (await app.RowsAsync(Tables.Cells)).Select(row => (row.Key, (string?)null)));
        var loading = await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");

        Assert.Equal((202, 409), (removal.Status, loading.Status));
        Assert.Equal("The demo is being removed. Load it again when that is done.", loading.Error);
    }

    [Fact]
    public async Task The_demo_of_a_topic_is_no_longer_published_and_subscribers_get_a_reset()
    {
        await using var topic = await FakeTopic.StartAsync();
        topic.FailWith(503);
        await using var app = await StartAsync(null, topic.Settings);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();
        topic.Heal();

        await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await app.SweepAsync(_clock.GetUtcNow());

        Assert.Equal(["dev.opstrails.reset"], topic.Delivered.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(0, await app.CountOutboxAsync());
    }

    [Fact]
    public async Task The_requests_of_a_removal_are_counted()
    {
        await using var app = await StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();
        using var requests = new StorageRequests(app);

        var removed = await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");

        var events = removed.Data.GetProperty("events").GetInt32();
        Assert.Equal(271, events);
        Assert.Equal(
            "cells read 44, cells write 44, events query 44, events write 44, facets read 8, facets write 8, incidents read 8, "
                + "incidents write 8, leases read 1, leases write 2, ledger query 4, ledger read 274, ledger write 10, poison query 1, "
                + "settings read 1, settings write 1, timeline query 5, timeline write 23",
            requests.ListingWithout(Tables.Keys)
        );
        using var nothing = new StorageRequests(app);
        await admin.AskAsync(HttpMethod.Delete, "/api/v1/demo");
        Assert.Equal("ledger read 1", nothing.ListingWithout(Tables.Keys));
    }

    /// <summary>Events of the same systems, environments, types and incidents as the demo: before, among and after it.</summary>
    private static IReadOnlyList<string> Others { get; } =
    [
        .. ((string[])["-90", "-20", "-8", "-1"]).Select(
            (days, i) =>
                RecordedEvents.Json(
                    "own" + days,
                    RecordedEvents.TimeText(Now.AddDays(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture)).UtcTicks),
                    "BE",
                    "BRAND-A-PRODUCTION",
                    version: "7." + i
                )
        ),
        RecordedEvents.Json("ours", RecordedEvents.TimeText(Now.AddDays(-7).UtcTicks), "BE", "BRAND-A-PRODUCTION", "incident"),
        RecordedEvents.Json("own-cell", RecordedEvents.TimeText(Now.AddDays(-3).UtcTicks), "OWN", null, "own.type"),
        RecordedEvents.Json("own-day", RecordedEvents.TimeText(Now.AddDays(-12).UtcTicks), "GATEWAY", null, "config.change"),
    ];

    private static Task RecordOthersAsync(TestApp app) => app.RecordAsync(Others);

    /// <summary>Without positions: those of the feed go on, and those of pages hold the place in a batch.</summary>
    private static async Task<string> AnswersAsync(HttpClient client)
    {
        var answers = new List<string>();
        foreach (var path in Paths)
            answers.Add(path + " " + Position().Replace((await client.AskAsync(path)).Body, "\"$1\":\"\""));
        return string.Join("\n", answers);
    }

    [GeneratedRegex("\"(feed|nextCursor)\":\"[^\"]+\"")]
    private static partial Regex Position();

    private static async Task AssertNoDemoAsync(TestApp app, int others)
    {
        foreach (var table in (string[])[Tables.Events, Tables.Timeline, Tables.Ledger, Tables.Poison])
            Assert.DoesNotContain(await app.RowsAsync(table), row => row.Text("Demo") is not null);
        Assert.Null(await app.Store.ReadAsync(Tables.Ledger, LedgerKeys.Demo(app.Organization), TestContext.Current.CancellationToken));
        Assert.Equal(others, await new StoreInvariants(app.Store, app.Organization).CheckAsync([]));
    }

    private Task<TestApp> StartAsync(string? storage = null, params string[] settings) =>
        TestApp.StartAsync(
            storage,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            [RetainingApp.NoSweep, .. settings]
        );
}
