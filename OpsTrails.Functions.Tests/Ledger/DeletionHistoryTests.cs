using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>
/// Plays histories with deletions. An organization whose events were deleted answers as another one that never had them.
/// </summary>
public sealed partial class DeletionHistoryTests
{
    private static readonly Gen<SentStep> Step = Gen.Select(
        Gen.OneOf(-60 * 72, -60 * 30, -60 * 3, -90, -60, -30, -10, -1, 0, 45),
        Gen.OneOf(
            "deployment",
            "deployment",
            "deployment.failed",
            "rollback",
            "incident.opened",
            "incident.resolved",
            "freeze.started",
            "note"
        ),
        Gen.OneOf("PROD", "STAGING", null!),
        Gen.OneOf("BE", "BE", "FE"),
        Gen.Int[1, 4],
        Gen.OneOf("7", null!),
        Gen.Int[-3, 6],
        Gen.Bool,
        (minutes, type, subject, source, version, number, deletedAfter, isRecordedAgain) =>
            new SentStep(minutes, type, subject, source, version, number, deletedAfter < 0 ? null : deletedAfter, isRecordedAgain)
    );

    [Fact]
    public async Task On_the_embedded_store_deleted_events_leave_no_trace_in_any_answer() => await PlayAsync(null, histories: 8);

    [Fact]
    public async Task On_azure_tables_deleted_events_leave_no_trace_in_any_answer()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await PlayAsync(azurite.ConnectionString, histories: 2);
    }

    private static async Task PlayAsync(string? storage, int histories)
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(storage, clock.AddTo, RetainingApp.NoSweep);
        var (number, step) = (0, Step.Array[30, 45]);
        step.Sample(steps => PlayAsync(app, clock, steps, number++).GetAwaiter().GetResult(), iter: histories, threads: 1);
        Assert.True(number >= histories);
    }

    private static async Task PlayAsync(TestApp app, TestClock clock, SentStep[] steps, int number)
    {
        var add = app.Services.GetRequiredService<NewOrganizations>();
        var (one, other) = (
            await add.AddAsync($"one-{number}", CancellationToken.None),
            await add.AddAsync($"other-{number}", CancellationToken.None)
        );
        using var deleting = await app.AdminOfAsync(one);
        using var never = await app.AdminOfAsync(other);
        var due = new SortedList<int, List<Func<Task>>>();
        for (var i = 0; i < steps.Length; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await RecordAsync(i, steps[i]);
            if (due.Remove(i, out var acts))
            {
                foreach (var act in acts)
                    await act();
            }
            if (i == steps.Length / 2)
                await DeleteAllAndCompareAsync();
        }
        await DeleteAllAndCompareAsync();

        async Task DeleteAllAndCompareAsync()
        {
            foreach (var act in due.Values.SelectMany(acts => acts))
                await act();
            due.Clear();
            await CompareAsync(app, deleting, never, clock);
        }

        async Task RecordAsync(int i, SentStep step)
        {
            var (id, time) = ($"e-{i}", clock.GetUtcNow().AddMinutes(step.Minutes));
            var json = step.Json(id, time, $"1.{step.Version}");
            Assert.Equal(201, (await deleting.RecordAsync(json)).Status);
            if (step.DeletedAfter is not { } steps)
            {
                Assert.Equal(201, (await never.RecordAsync(json)).Status);
                return;
            }
            due.TryAdd(i + steps, []);
            due[i + steps]
                .Add(async () =>
                {
                    Assert.Equal(200, (await deleting.DeleteEventAsync(id, step.Source)).Status);
                    Assert.Equal(409, (await deleting.RecordAsync(json)).Status);
                    if (!step.IsRecordedAgain)
                        return;
                    clock.Advance(TimeSpan.FromSeconds(1));
                    var anew = step.Json(id, time, "anew");
                    Assert.Equal((201, 201), ((await deleting.RecordAsync(anew)).Status, (await never.RecordAsync(anew)).Status));
                });
        }
    }

    private static async Task CompareAsync(TestApp app, HttpClient deleting, HttpClient never, TestClock clock)
    {
        await app.SettleAsync();
        string[] moments = ["now", .. ((int[])[-1, -20, -45, -300]).Select(minutes => At(clock.GetUtcNow().AddMinutes(minutes)))];
        var tomorrow = At(clock.GetUtcNow().AddDays(1));
        string[] paths =
        [
            "/events?limit=100",
            $"/events?limit=100&to={tomorrow}",
            "/events?limit=100&source=BE&subject=PROD",
            "/events?limit=100&type=incident.opened",
            "/types",
            "/sources",
            "/subjects",
            "/incidents",
            "/incidents?state=resolved",
            "/summary?from=-5d",
            "/days?from=-5d",
            .. moments.Select(at => $"/grid?at={at}"),
            "/grid",
            .. moments.Select(at => $"/diff?from=STAGING%40{at}&to=PROD%40{at}"),
            .. moments.Select(at => $"/changes-before?time={at}&window=24h"),
        ];
        foreach (var path in paths)
        {
            var (answer, expected) = (await deleting.AskAsync("/api/v1" + path), await never.AskAsync("/api/v1" + path));
            Assert.True(expected.Status is 200 or 404, $"{path} {expected.Body}");
            Assert.Equal($"{path} {expected.Status} {Comparable(expected)}", $"{path} {answer.Status} {Comparable(answer)}");
        }

        var known = (await never.AskAsync($"/api/v1/events?limit=100&to={tomorrow}"))
            .Data.EnumerateArray()
            .Select(e => e.GetProperty("id").GetString());
        foreach (var id in known.Distinct())
            Assert.Equal((await never.AskAsync("/api/v1/events/" + id)).Body, (await deleting.AskAsync("/api/v1/events/" + id)).Body);
    }

    private static string At(DateTimeOffset time) =>
        Uri.EscapeDataString(time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Where the feed stands depends on what was deleted.</summary>
    private static string Comparable(Answer answer) => FeedPosition().Replace(answer.Body, "");

    [GeneratedRegex("\"(feed|nextCursor)\":\"[^\"]*\"")]
    private static partial Regex FeedPosition();

    private sealed record SentStep(
        int Minutes,
        string Type,
        string? Subject,
        string Source,
        int Version,
        string? Number,
        int? DeletedAfter,
        bool IsRecordedAgain
    )
    {
        public string Json(string id, DateTimeOffset time, string version) =>
            Deleting.Json(id, time, Type, Source, Subject, Type == "note" ? null : version, Number, description: $"{Type} {version}");
    }
}
