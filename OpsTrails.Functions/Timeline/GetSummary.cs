using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Timeline;

/// <summary><c>GET /api/v1/summary</c>: counts of a window by what events are and when they were.</summary>
internal static class GetSummary
{
    public static async Task HandleAsync(HttpContext context, Summaries summaries, SettingsStore settings, TimeProvider clock)
    {
        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var zone = LocalTime.TryFindZone(own.TimeZone, out var found) ? found : TimeZoneInfo.Utc;

        var faults = new ValidationErrors();
        var question = SummaryQuery.Parse([.. QueryParameters.Of(context.Request)], zone, clock.GetUtcNow(), faults);
        if (question is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(faults.ToString()));
            return;
        }
        var summary = await summaries.CountAsync(organization, question, context.RequestAborted);
        await context.WriteDataAsync(writer => SummaryJson.Write(writer, summary));
    }
}

internal static class SummaryJson
{
    public static void Write(Utf8JsonWriter writer, Summary summary)
    {
        writer.WriteStartObject();
        WindowJson.Write(writer, summary.Question.Window);
        writer.WriteString("timezone", summary.Question.Buckets.Zone.Id);
        writer.WriteString("bucket", summary.Question.Size == BucketSize.Hour ? "hour" : "day");
        writer.WriteBoolean("complete", summary.IsComplete);
        WindowJson.Write(writer, summary.Counted, "counted");
        writer.WriteNumber("total", summary.Counts.Total);
        Write(writer, "byType", summary.Counts.ByType);
        Write(writer, "bySeverity", summary.Counts.BySeverity);
        Write(writer, "bySource", summary.Counts.BySource);
        Write(writer, "bySubject", summary.Counts.BySubject);
        writer.WriteStartArray("buckets");
        foreach (var (start, count) in summary.Counts.InBucketsSince(summary.Counted.From!.Value))
        {
            writer.WriteStartObject();
            writer.WriteString("start", Instant.Format(start));
            writer.WriteString("local", FormatLocal(start, summary.Question.Buckets.Zone));
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ValueCounts counts)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("values");
        foreach (var (value, count) in counts.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("value", value);
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("otherCount", counts.OtherCount);
        writer.WriteEndObject();
    }

    private static string FormatLocal(long ticks, TimeZoneInfo zone) =>
        new DateTimeOffset(LocalTime.FromUtcTicks(ticks, zone), new TimeSpan(LocalTime.OffsetAt(ticks, zone))).ToString(
            "yyyy-MM-dd'T'HH:mm:sszzz",
            CultureInfo.InvariantCulture
        );
}
