using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Timeline;

internal sealed record SummaryAnswer(
    WindowAnswer Window,
    string Timezone,
    [property: Description("hour or day.")] string Bucket,
    [property: Description("Whether the whole window was counted.")] bool Complete,
    WindowAnswer Counted,
    long Total,
    ValueCountsAnswer ByType,
    ValueCountsAnswer BySeverity,
    ValueCountsAnswer BySource,
    ValueCountsAnswer BySubject,
    IReadOnlyList<SummaryBucketAnswer> Buckets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("Without `to`: up to 50 events that lie ahead and aren't counted, nearest first.")]
        IReadOnlyList<StoredEvent>? Scheduled
)
{
    public static SummaryAnswer Of(Summary summary)
    {
        var (query, counts) = (summary.Query, summary.Counts);
        return new SummaryAnswer(
            WindowAnswer.Of(query.Window),
            query.Buckets.Zone.Id,
            query.Size == BucketSize.Hour ? "hour" : "day",
            summary.IsComplete,
            WindowAnswer.Of(summary.Counted),
            counts.Total,
            ValueCountsAnswer.Of(counts.ByType),
            ValueCountsAnswer.Of(counts.BySeverity),
            ValueCountsAnswer.Of(counts.BySource),
            ValueCountsAnswer.Of(counts.BySubject),
            [.. counts.InBucketsSince(summary.Counted.From!.Value).Select(bucket => SummaryBucketAnswer.Of(bucket, query.Buckets.Zone))],
            summary.Scheduled is { } scheduled ? StoredEvent.ListOf(scheduled) : null
        );
    }
}

[Description("The most frequent values, and the number of events with others.")]
internal sealed record ValueCountsAnswer(IReadOnlyList<ValueCountAnswer> Values, long OtherCount)
{
    public static ValueCountsAnswer Of(ValueCounts counts) =>
        new([.. counts.Values.Select(value => new ValueCountAnswer(value.Value, value.Count))], counts.OtherCount);
}

internal sealed record ValueCountAnswer([property: Description("Null for events without one.")] string? Value, long Count);

internal sealed record SummaryBucketAnswer(
    string Start,
    [property: Description("The start in the time zone, with its offset.")] string Local,
    long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("Counts of LOW, MINOR, MAJOR and CRITICAL; absent when no event has a severity.")]
        IReadOnlyList<long>? BySeverity
)
{
    public static SummaryBucketAnswer Of(BucketCount bucket, TimeZoneInfo zone) =>
        new(bucket.Start.ToString(), FormatLocal(bucket.Start, zone), bucket.Count, bucket.BySeverity);

    private static string FormatLocal(Timestamp time, TimeZoneInfo zone) =>
        new DateTimeOffset(LocalTime.FromUtc(time, zone), LocalTime.OffsetAt(time, zone)).ToString(
            "yyyy-MM-dd'T'HH:mm:sszzz",
            CultureInfo.InvariantCulture
        );
}
