using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Tests.Timeline;

public sealed class ReadStrategiesTests
{
    private static readonly string[] Sources = ["BE", "FE", "DB", "//github.com/a/b"];
    private static readonly string?[] Subjects = [null, "STAGING", "PRODUCTION"];
    private static readonly string[] Types = ["deployment", "rollback", "incident"];
    private static readonly string?[] Severities = [null, "LOW", "MINOR", "MAJOR", "CRITICAL"];
    private static readonly string[] Words = ["payment", "Łódź", "cache", "schema", "ÉTÉ"];

    [Fact]
    public async Task All_plans_give_the_pages_that_the_events_themselves_give_on_the_embedded_store()
    {
        await using var app = await TestApp.StartAsync();
        await CheckAsync(app, events: 400, queries: 300);
    }

    [Fact]
    public async Task All_plans_give_the_pages_that_the_events_themselves_give_on_azure_tables()
    {
        await using var own = await AzuriteServer.StartAsync();
        await using var app = await TestApp.StartAsync(own.ConnectionString);
        await CheckAsync(app, events: 150, queries: 40);
    }

    private static async Task CheckAsync(TestApp app, int events, int queries)
    {
        var random = new Random(20261123);
        var start = new DateTime(2026, 10, 20, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var recorded = Enumerable
            .Range(0, events)
            .Select(i =>
                RecordedEvents.Json(
                    $"e{i}",
                    // Some share their moment, many share a day, days in between are empty.
                    RecordedEvents.TimeText(
                        start + random.Next(0, 9) * 3 * TimeSpan.TicksPerDay + random.Next(0, 40) * TimeSpan.TicksPerMinute * 30
                    ),
                    Pick(random, Sources),
                    Pick(random, Subjects),
                    Pick(random, Types),
                    Pick(random, Severities),
                    random.Next(2) == 0 ? null : $"1.{random.Next(4)}",
                    random.Next(2) == 0 ? null : $"{Pick(random, Words)} {Pick(random, Words)}"
                )
            )
            .ToList();
        await app.RecordAsync(recorded);
        var pages = app.Services.GetRequiredService<EventPages>();
        var all = (await WalkAsync(app, pages, QueryOf(EventFilter.Everything, TimeWindow.Open, 100), new QueryPlan.ScanTimeline()))
            .SelectMany(page => page)
            .ToList();
        Assert.Equal(events, all.Select(e => e.Id).Distinct().Count());
        Assert.Equal(all.OrderByDescending(e => e.Order).Select(e => e.Id), all.Select(e => e.Id));

        var cells = (from subject in Subjects from source in Sources select new CellName(subject, source)).ToList();
        for (var i = 0; i < queries; i++)
        {
            var window = new TimeWindow(Edge(random, start), Edge(random, start));
            if (window.From > window.To)
                window = new TimeWindow(window.To, window.From);
            var query = QueryOf(RandomFilter(random), window, random.Next(1, 40));

            var expected = all.Where(e => query.Window.Contains(e.Time) && query.Filter.Matches(e))
                .Select(e => e.Id)
                .Chunk(query.Limit)
                .Select(page => string.Join(',', page))
                .ToList();
            var chosen = await pages.PlanAsync(app.Organization, query.Filter, CancellationToken.None);
            foreach (var plan in (QueryPlan[])[new QueryPlan.ScanTimeline(), new QueryPlan.MergeCells(cells), chosen])
            {
                var walked = await WalkAsync(app, pages, query, plan);
                Assert.Equal(expected, walked.Where(page => page.Count > 0).Select(page => string.Join(',', page.Select(e => e.Id))));
            }
        }
    }

    private static async Task<List<IReadOnlyList<RecordedEvent>>> WalkAsync(TestApp app, EventPages pages, EventQuery query, QueryPlan plan)
    {
        var walked = new List<IReadOnlyList<RecordedEvent>>();
        do
        {
            var page = await pages.ReadAsync(app.Organization, query, plan, FeedSequence.Zero, CancellationToken.None);
            walked.Add(page.Events);
            Assert.True(walked.Count < 1_000);

            // As a client would: the cursor goes through its text.
            query = query with
            {
                Cursor = page.Next is { } next && PageCursor.TryParse(next.ToString(), out var parsed) ? parsed : null,
            };
        } while (query.Cursor is not null);
        return walked;
    }

    private static EventQuery QueryOf(EventFilter filter, TimeWindow window, int limit) =>
        new()
        {
            Filter = filter,
            Window = window,
            Limit = limit,
            Hash = filter.Hash(),
        };

    private static EventFilter RandomFilter(Random random)
    {
        var filter = new FilterBuilder();
        foreach (var field in EventFields.All.Where(_ => random.Next(3) == 0))
        {
            for (var n = random.Next(1, 3); n > 0; n--)
                filter.Add(field, Value(random, field), negated: random.Next(4) == 0);
        }
        if (random.Next(6) == 0)
            filter.AddSeverities(["MAJOR", "CRITICAL"]);
        if (random.Next(4) == 0)
            filter.AddTerm(Pick(random, Words).ToLowerInvariant(), excluded: random.Next(3) == 0);
        return filter.Build();
    }

    private static string Value(Random random, EventField field) =>
        field switch
        {
            EventField.Type => Pick(random, Types),
            EventField.Source => random.Next(10) == 0 ? "nobody" : Pick(random, Sources),
            EventField.Subject => Pick(random, Subjects) ?? "",
            EventField.Severity => Pick(random, Severities) ?? "",
            _ => $"1.{random.Next(4)}",
        };

    private static Timestamp? Edge(Random random, long start) =>
        random.Next(2) == 0
            ? null
            : new Timestamp(start + random.NextInt64(0, 27 * TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute) * TimeSpan.TicksPerMinute);

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
