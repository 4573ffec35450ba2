using System.Text.Json;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Changes;

internal static class ChangesJson
{
    public static void Write(Utf8JsonWriter writer, ChangesAnswer answer)
    {
        var (trouble, ranked) = (answer.IncidentScope, answer.Ranked);
        writer.WriteStartObject();
        writer.WriteTime("at", trouble.At);
        writer.WritePropertyName("event");
        if (trouble.Event is { } named)
            WriteNamed(writer, named);
        else
            writer.WriteNullValue();
        writer.WriteString("subject", trouble.Subject);
        writer.WriteString("source", trouble.Source);
        WindowJson.Write(writer, new TimeWindow(trouble.From, trouble.At));
        writer.WriteString("timezone", answer.TimeZone);
        writer.WriteBoolean("complete", answer.IsComplete);
        WindowJson.Write(writer, new TimeWindow(answer.Since, trouble.At), "counted");
        writer.WriteNumber("total", ranked.Changes.Count);
        writer.WriteNumber("notChanges", ranked.NotChanges);
        writer.WriteStartArray("ranked");
        foreach (var change in ranked.Changes.Take(answer.Limit))
            Write(writer, change);
        writer.WriteEndArray();
        writer.WriteStartArray("notJudged");
        foreach (var (name, why) in ranked.NotJudged)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RankedChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", EventRef.Of(change.Event).ToString());
        writer.WritePropertyName("event");
        writer.WriteRawValue(change.Event.Json.Span, skipInputValidation: true);
        writer.WriteNumber("minutesBefore", change.Before / TimeSpan.TicksPerMinute);
        writer.WriteNumber("score", change.Score);
        writer.WriteNumber("points", change.Points);
        writer.WriteNumber("of", change.Of);
        writer.WriteStartArray("factors");
        foreach (var factor in change.Factors)
            Write(writer, factor);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Factor factor)
    {
        writer.WriteStartObject();
        writer.WriteString("name", factor.Name);
        if (factor.Points is { } points)
            writer.WriteNumber("points", points);
        else
            writer.WriteNull("points");
        writer.WriteNumber("of", factor.Of);
        writer.WriteString("why", factor.Why);
        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, RecordedEvent named)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", EventRef.Of(named).ToString());
        writer.WritePropertyName("event");
        writer.WriteRawValue(named.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
