using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Days;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Days;

/// <summary>Days as the API answers them, and how what was counted once stays true.</summary>
public sealed class DaysTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private readonly StoreTap _tap = new();
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(
            null,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            RetainingApp.NoSweep
        );
        _admin = await _app.AdminOfAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_day_has_its_changes_by_kind_incidents_failures_and_hours()
    {
        await PutSettingsAsync(
            new
            {
                timeZone = "Europe/Warsaw",
                businessHours = new
                {
                    days = new[] { "mon", "fri" },
                    from = "09:00",
                    to = "17:00",
                },
            }
        );
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-05-29T10:00:00Z", "BE", "PROD", "deployment", "MINOR"),
            RecordedEvents.Json("b", "2026-05-29T16:00:00Z", "BE", "PROD", "deployment.failed", "MAJOR"),
            RecordedEvents.Json("c", "2026-05-29T10:30:00Z", "FE", "PROD", "config-change"),
            RecordedEvents.Json("d", "2026-05-29T10:31:00Z", "FE", "PROD", "deployment.started"),
            RecordedEvents.Json("e", "2026-05-29T11:00:00Z", "BE", "PROD", "incident.opened", "CRITICAL"),
            RecordedEvents.Json("f", "2026-05-29T22:30:00Z", "BE", "PROD", "deployment"),
            RecordedEvents.Json("g", "2026-05-28T09:00:00Z", "calendar", "PROD", "freeze.started"),
            RecordedEvents.Json("h", "2026-05-30T09:00:00Z", "calendar", "PROD", "freeze.ended"),
        ]);

        var data = await ReadAsync("?from=2026-05-27");

        Assert.True(data.GetProperty("complete").GetBoolean());
        var days = Assert.Single(data.GetProperty("environments").EnumerateArray()).GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(["2026-05-28", "2026-05-29", "2026-05-30"], days.Select(day => day.GetProperty("date").GetString()));
        Assert.Equal(
            """
            {"date":"2026-05-29","events":5,"changes":3,"kinds":{"configChange":1,"deployment":2},"severity":"CRITICAL","incidents":1,
            "failed":1,"outOfHours":1,"frozen":true,"top":[{"source":0,"changes":2},{"source":1,"changes":1}]}
            """.ReplaceLineEndings(""),
            days[1].GetRawText()
        );
        Assert.Equal("""{"date":"2026-05-28","events":1,"frozen":true}""", days[0].GetRawText());
        Assert.Equal(
            "2026-05-30 1 1",
            $"{days[2].GetProperty("date")} {days[2].GetProperty("changes")} {days[2].GetProperty("outOfHours")}"
        );
        Assert.Equal("""["BE","FE"]""", data.GetProperty("sources").GetRawText());
    }

    [Fact]
    public async Task A_day_that_was_counted_counts_what_is_recorded_deleted_and_renamed_later()
    {
        await RecordAsync("a", "2026-05-20T10:00:00Z");
        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
        Assert.NotEmpty(await _app.RowsAsync(Tables.Days));

        await RecordAsync("b", "2026-05-20T11:00:00Z", "prod");
        Assert.Equal("PROD 2026-05-20 1, prod 2026-05-20 1", await TellAsync());

        await PutSettingsAsync(new { aliases = new { subjects = new Dictionary<string, string[]> { ["PROD"] = ["prod"] } } });
        Assert.Equal("PROD 2026-05-20 2", await TellAsync());

        Assert.Equal(200, (await _admin.DeleteEventAsync("b")).Status);
        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
        await _app.RepeatDeletionsAsync(_clock);
        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
        Assert.DoesNotContain("prod", (await _app.RowsAsync(Tables.Days)).Select(row => row.Text("Subject")));
        Assert.Empty(await MarksAsync());
    }

    [Fact]
    public async Task A_change_of_meanings_counts_for_days_that_were_counted()
    {
        await RecordAsync("a", "2026-05-20T10:00:00Z", type: "go-live");
        Assert.Equal("PROD 2026-05-20 1", await TellAsync());

        await PutSettingsAsync(new { types = new Dictionary<string, string> { ["go-live"] = "pipeline" } });
        Assert.Equal("PROD 2026-05-20 0", await TellAsync());

        await PutSettingsAsync(new { });
        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_interrupted_at_any_write_is_counted_as_it_is_seen_and_in_the_end_once(bool isDone)
    {
        for (var write = 1; ; write++)
        {
            var day = $"2026-{3 + write / 20:D2}-{1 + write % 20:D2}";
            Assert.DoesNotContain(day, await TellAsync(), StringComparison.Ordinal);
            var failed = _tap.FailAt(write, isDone, except: Tables.Days);

            using var answer = await _admin.PostEventAsync(RecordedEvents.Json($"e-{write}", day + "T10:00:00Z", subject: "PROD"));
            await _app.SettleAsync();
            _tap.Heal();
            await TellAsync();
            await _app.SweepAsync(_clock.GetUtcNow().AddHours(1));
            await _app.SettleAsync();

            var isRecorded = (await _admin.AskAsync($"/api/v1/events/e-{write}")).Status == 200;
            Assert.Equal(isRecorded, (await TellAsync()).Contains($"PROD {day} 1", StringComparison.Ordinal));
            Assert.Equal(isRecorded, (await TellAsync()).Contains($"PROD {day} 1", StringComparison.Ordinal));
            if (!failed())
            {
                Assert.InRange(write, 5, 15);
                return;
            }
        }
    }

    [Fact]
    public async Task An_event_that_comes_while_its_day_is_counted_is_counted_by_the_next_one_who_asks()
    {
        await RecordAsync("a", "2026-05-20T10:00:00Z");
        var came = 0;
        _tap.After = async call =>
        {
            // The count has read the timeline, and has not stored what it counted.
            if (call is { Table: Tables.Timeline, Operation: "query" } && Interlocked.Exchange(ref came, 1) == 0)
                await RecordAsync("b", "2026-05-20T11:00:00Z");
        };

        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
        _tap.Heal();

        Assert.Equal("PROD 2026-05-20 2", await TellAsync());
    }

    [Fact]
    public async Task A_slow_count_replaces_no_newer_one()
    {
        await RecordAsync("a", "2026-05-20T10:00:00Z");
        var came = 0;
        _tap.After = async call =>
        {
            if (call is { Table: Tables.Timeline, Operation: "query" } && Interlocked.Exchange(ref came, 1) == 0)
            {
                await RecordAsync("b", "2026-05-20T11:00:00Z");
                Assert.Equal("PROD 2026-05-20 2", await TellAsync());
            }
        };

        Assert.Equal("PROD 2026-05-20 1", await TellAsync());
        _tap.Heal();

        Assert.Equal("PROD 2026-05-20 2", await TellAsync());
    }

    [Fact]
    public async Task What_retention_deleted_is_no_longer_counted()
    {
        for (var day = 1; day <= 28; day++)
            await RecordAsync($"e-{day}", $"2026-05-{day:D2}T10:00:00Z");
        Assert.Equal(28, (await TellAsync()).Split(", ").Length);

        await _app.KeepForAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await _app.DeleteOldAsync());

        Assert.Equal(string.Join(", ", Enumerable.Range(23, 6).Select(day => $"PROD 2026-05-{day} 1")), await TellAsync());
    }

    [Fact]
    public async Task The_demo_leaves_nothing()
    {
        using var loaded = await _admin.PostAsync(
            new Uri("/api/v1/demo", UriKind.Relative),
            JsonContent.Create(new { }),
            TestContext.Current.CancellationToken
        );
        Assert.True(loaded.IsSuccessStatusCode);
        await _app.SettleAsync();
        Assert.InRange((await TellAsync()).Split(", ").Length, 20, 400);

        using var removed = await _admin.DeleteAsync(new Uri("/api/v1/demo", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(removed.IsSuccessStatusCode);

        Assert.Equal("", await TellAsync());
        Assert.DoesNotContain(await _app.RowsAsync(Tables.Days), row => row.Text("Subject") is not null);
    }

    [Fact]
    public async Task The_timer_counts_days_that_ended_once_somebody_asked()
    {
        await RecordAsync("a", "2026-05-31T10:00:00Z");
        var runs = _app.Services.GetRequiredService<DerivationRuns>();
        await runs.RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await _app.RowsAsync(Tables.Days));

        Assert.Equal("PROD 2026-05-31 1", await TellAsync());
        await RecordAsync("b", "2026-06-01T11:00:00Z");
        _clock.Step(TimeSpan.FromDays(1));
        await runs.RunAsync(TestContext.Current.CancellationToken);

        using var requests = new StorageRequests(_app);
        using var after = await _app.AdminOfAsync();
        Assert.Equal("PROD 2026-05-31 1, PROD 2026-06-01 1", await TellAsync(after));
        Assert.DoesNotContain("days write", requests.ListingOf(Tables.Days), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_past_is_counted_piece_by_piece_and_the_answer_says_so()
    {
        _app.Services.GetRequiredService<DayReader>().MaxPages = 1;
        await _app.RecordAsync([
            .. Enumerable
                .Range(0, 2_500)
                .Select(i => RecordedEvents.Json($"e-{i}", $"2026-05-{1 + i / 100:D2}T10:00:00Z", subject: "PROD")),
        ]);

        var first = await ReadAsync("?from=2026-05-01");
        Assert.False(first.GetProperty("complete").GetBoolean());
        var reads = 1;
        var last = first;
        for (; reads < 10 && !last.GetProperty("complete").GetBoolean(); reads++)
            last = await ReadAsync("?from=2026-05-01");

        Assert.InRange(reads, 2, 6);
        Assert.Equal(25, last.GetProperty("environments")[0].GetProperty("days").GetArrayLength());
        Assert.All(
            last.GetProperty("environments")[0].GetProperty("days").EnumerateArray(),
            day => Assert.Equal(100, day.GetProperty("changes").GetInt32())
        );
    }

    private Task RecordAsync(string id, string time, string subject = "PROD", string type = "deployment") =>
        _app.RecordAsync([RecordedEvents.Json(id, time, "BE", subject, type)]);

    private async Task<IReadOnlyList<string>> MarksAsync() =>
        [.. (await _app.RowsAsync(Tables.Ledger)).Select(row => row.Key.Row).Where(row => row.StartsWith("y~", StringComparison.Ordinal))];

    private async Task PutSettingsAsync(object settings)
    {
        using var response = await _admin.PutAsJsonAsync("/api/v1/settings", settings);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private async Task<JsonElement> ReadAsync(string query, HttpClient? client = null) =>
        (await (client ?? _admin).GetJsonAsync("/api/v1/days" + query)).GetProperty("data");

    /// <summary>Each environment and day with its changes.</summary>
    private async Task<string> TellAsync(HttpClient? client = null)
    {
        var data = await ReadAsync("?from=2026-03-01", client);
        Assert.True(data.GetProperty("complete").GetBoolean());
        return string.Join(
            ", ",
            data.GetProperty("environments")
                .EnumerateArray()
                .SelectMany(environment =>
                    environment
                        .GetProperty("days")
                        .EnumerateArray()
                        .Select(day =>
                            $"{environment.GetProperty("subject").GetString()} {day.GetProperty("date").GetString()} "
                            + (day.TryGetProperty("changes", out var changes) ? changes.GetInt32() : 0)
                        )
                )
                .Order(StringComparer.Ordinal)
        );
    }
}
