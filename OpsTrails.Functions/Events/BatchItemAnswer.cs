using System.Text.Json.Serialization;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Events;

/// <summary>The result of one event of a batch: the event, or an error and its code.</summary>
internal sealed record BatchItemAnswer(int Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredEvent? Event { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    public static BatchItemAnswer Of(int status, RecordedEvent e) => new(status) { Event = StoredEvent.Of(e) };

    public static BatchItemAnswer Of(ApiError error) => new(error.Status) { Error = error.Message, Code = error.Code };
}
