using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Tests.Timeline;

/// <summary>Whatever is asked, and by whichever plan it is answered, the counts are those of looking at every event.</summary>
public sealed class SummaryAgainstNaiveTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Zones = ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu"];
    private static readonly string[] Filters =
    [
        "",
        "type:t1",
        "-type:t1",
        "severity>=MAJOR",
        "severity:\"\"",
        "subject:P1",
        "subject:\"\"",
        "source:s1",
        "source:s1 source:s2 subject:P0",
        "-subject:\"\"",
        "needle",
        "-needle subject:P0",
        "source:s9",
        "subject:P0 type:t0 severity:LOW",
        "version:1.0",
    ];

    private static readonly Gen<Dictionary<string, object?>> Event = Gen.Select(
            Gen.Int[0, 40 * 24 * 4],
            Gen.Int[0, 3],
            Gen.Int[0, 4],
            Gen.Int[0, 3],
            Gen.Int[0, 5],
            Gen.Int[0, 3]
        )
        .Select(
            (quarter, type, source, subject, severity, rest) =>
                new Dictionary<string, object?>
                {
                    ["specversion"] = "1.0",
                    ["time"] = Now.AddMinutes(-15 * quarter).ToString("O"),
                    ["type"] = "t" + type,
                    ["source"] = "s" + source,
                    ["subject"] = subject == 3 ? null : "P" + subject,
                    ["severity"] = severity < 4 ? EventRules.Severities[severity] : null,
                    ["version"] = rest == 1 ? "1.0" : null,
                    ["data"] = rest == 2 ? new { description = "a Needle" } : null,
                }
        );

    private static readonly Gen<(int Filter, int From, int Length, int Zone, bool ByDay)> AnyQuery = Gen.Select(
        Gen.Int[0, Filters.Length - 1],
        Gen.Int[0, 41 * 24 * 60],
        Gen.Int[0, 20 * 24 * 60],
        Gen.Int[0, Zones.Length - 1],
        Gen.Bool
    );

    [Fact]
    public async Task The_counts_are_those_of_looking_at_every_event()
    {
        await using var app = await TestApp.StartAsync(configure: builder =>
            builder.Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now))
        );
        var events = await RecordAsync(app, Event.Array[400].Single());
        var summaries = app.Services.GetRequiredService<Summaries>();

        await AnyQuery.SampleAsync(
            async generated =>
            {
                summaries.MaxScanned = generated.From % 3 == 0 ? 50 : 100_000;
                var query = Parse(generated);

                var summary = await summaries.CountAsync(app.Organization, query, CancellationToken.None);

                Assert.InRange(summary.Counted.From!.Value.Ticks, query.From.Ticks, query.To.Ticks);
                var naive = events.Where(e => summary.Counted.Contains(e.Time) && query.Filter.Matches(e)).ToList();
                Assert.Equal(naive.Count, summary.Counts.Total);
                Assert.Equal(Naive(naive, e => e.Type), summary.Counts.ByType.Values);
                Assert.Equal(Naive(naive, e => e.Severity), summary.Counts.BySeverity.Values);
                Assert.Equal(Naive(naive, e => e.Source), summary.Counts.BySource.Values);
                Assert.Equal(Naive(naive, e => e.Subject), summary.Counts.BySubject.Values);
                var zone = query.Buckets.Zone;
                Assert.Equal(
                    naive
                        .GroupBy(e => Bucket(e.Time))
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                        .Select(group => (group.Key, (long)group.Count())),
                    summary
                        .Counts.InBucketsSince(summary.Counted.From!.Value)
                        .Where(bucket => bucket.Count > 0)
                        .Select(bucket => (Bucket(bucket.Start), bucket.Count))
                );
                Assert.True(summary.IsComplete || summaries.MaxScanned == 50);

                string Bucket(Timestamp time) =>
                    LocalTime
                        .FromUtc(time, zone)
                        .ToString(
                            query.Size == BucketSize.Hour ? "yyyy-MM-dd'T'HH" : "yyyy-MM-dd",
                            System.Globalization.CultureInfo.InvariantCulture
                        );
            },
            iter: 300,
            threads: 1
        );
    }

    private static SummaryQuery Parse((int Filter, int From, int Length, int Zone, bool ByDay) generated)
    {
        var errors = new ValidationErrors();
        Assert.True(LocalTime.TryFindZone(Zones[generated.Zone], out var zone));
        var from = Now.AddMinutes(-generated.From);
        var query = SummaryQuery.Parse(
            [
                ("q", [Filters[generated.Filter]]),
                ("from", [from.ToString("O")]),
                ("to", [from.AddMinutes(generated.Length).ToString("O")]),
                ("bucket", [generated.ByDay ? "day" : "hour"]),
            ],
            zone,
            Now,
            errors
        );
        Assert.Equal("", errors.ToString());
        return query!;
    }

    private static async Task<List<RecordedEvent>> RecordAsync(TestApp app, Dictionary<string, object?>[] events)
    {
        using var client = await app.ClientWithKeyAsync();
        var json = System.Text.Json.JsonSerializer.Serialize(events);
        var answer = await client.RecordAsync(json);
        Assert.Equal(200, answer.Status);
        await app.Services.GetRequiredService<EventRecorder>().WhenIdleAsync();
        return
        [
            .. answer
                .Data.EnumerateArray()
                .Select(item => item.GetProperty("event"))
                .Select(e => new RecordedEvent
                {
                    Id = e.GetProperty("id").GetString()!,
                    Source = e.GetProperty("source").GetString()!,
                    Type = e.GetProperty("type").GetString()!,
                    Subject = e.GetProperty("subject").GetString(),
                    Severity = e.GetProperty("severity").GetString(),
                    Version = e.GetProperty("version").GetString(),
                    Time = Timestamp.From(e.GetProperty("time").GetDateTimeOffset()),
                    CreatedAt = default,
                    Json = System.Text.Encoding.UTF8.GetBytes(e.GetRawText()),
                }),
        ];
    }

    private static IEnumerable<ValueCount> Naive(List<RecordedEvent> events, Func<RecordedEvent, string?> value) =>
        events
            .GroupBy(value)
            .Select(group => new ValueCount(group.Key, group.Count()))
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Value, StringComparer.Ordinal);
}
