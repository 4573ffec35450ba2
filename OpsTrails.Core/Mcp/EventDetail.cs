using System.Text;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Mcp;

/// <summary>One event in full. Long data is cut.</summary>
public static class EventDetail
{
    public const int MaxDataBytes = 4_000;
    private const int MaxText = 1_000;

    private static readonly string[] Said =
    [
        "id",
        "specversion",
        "type",
        "source",
        "time",
        "subject",
        "severity",
        "version",
        "data",
        "createdAt",
    ];

    /// <param name="e">The event.</param>
    /// <param name="status">The outcome, if this call recorded the event.</param>
    /// <param name="hasRef">Whether the event already has an id.</param>
    public static CompactAnswer Of(RecordedEvent e, string? status = null, bool hasRef = true)
    {
        var answer = new CompactAnswer()
            .Say("status", status)
            .Say("ref", hasRef ? EventRef.Of(e.Id).Digits : null)
            .Say("time", e.Time.ToString())
            .Say("created_at", e.CreatedAt.ToString())
            .Say("severity", e.Severity);
        var json = JsonElement.Parse(e.Json.Span);
        var hasData = json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object;
        var clean = hasData ? CleanJson.Of(data) : default;
        var isCut = clean.Length > MaxDataBytes;
        if (isCut)
            answer.Say(
                "data_cut",
                $"the data has {clean.Length} bytes; its beginning is in data_begins, the rest at GET /api/v1/events?id="
            );

        answer
            .Recorded("id", e.Id)
            .Recorded("type", e.Type)
            .Recorded("source", e.Source)
            .Recorded("subject", e.Subject)
            .Recorded("version", e.Version);
        foreach (
            var member in json.EnumerateObject()
                .Where(member => !Said.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
        )
        {
            if (member.Name != "datacontenttype" || !member.Value.ValueEquals(EventRules.DefaultDataContentType))
                answer.Recorded(
                    member.Name is "ref" or "rows" or "columns" or "same" ? member.Name + "_extension" : member.Name,
                    member.Value.ToString(),
                    MaxText
                );
        }
        if (!hasData)
            return answer;
        if (!isCut)
            return answer.RecordedJson("data", clean);
        return answer
            .Recorded("description", EventDescription.Of(e), MaxText)
            .Recorded("data_begins", Encoding.UTF8.GetString(clean.Span), MaxDataBytes);
    }
}
