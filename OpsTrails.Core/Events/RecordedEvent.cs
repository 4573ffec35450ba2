using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Events;

/// <summary>An event with its id, its time and the time of recording.</summary>
public sealed class RecordedEvent
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    public string? Subject { get; init; }

    public string? Severity { get; init; }

    public string? Version { get; init; }

    public required Timestamp Time { get; init; }

    public required Timestamp CreatedAt { get; init; }

    /// <summary>The event's place among the events recorded at the same tick: in its batch, for example.</summary>
    public int Place { get; init; }

    /// <summary>The event as every response returns it: one JSON object in UTF-8, on one line.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Orders all events.</summary>
    public EventOrder Order => new(Time, CreatedAt, Place, Hash);

    /// <summary>The hash of source and id.</summary>
    public string Hash => _hash ??= EventIdentity.Hash(Source, Id);

    /// <summary>What the data says about the event's meaning. Read once.</summary>
    public EventHints Hints => _hints ??= EventHints.OfEvent(Json.Span);

    /// <summary>
    /// Whether it belongs to the demo. Extension attributes come last, and only the demo has this one, so no text in the data can look like
    /// it.
    /// </summary>
    public bool IsDemo => Json.Span.EndsWith(",\"opstrailsdemo\":true}"u8);

    private string? _hash;
    private EventHints? _hints;

    /// <summary>A copy with other JSON.</summary>
    public RecordedEvent With(ReadOnlyMemory<byte> json) =>
        new()
        {
            Id = Id,
            Source = Source,
            Type = Type,
            Subject = Subject,
            Severity = Severity,
            Version = Version,
            Time = Time,
            CreatedAt = CreatedAt,
            Place = Place,
            Json = json,
        };

    public static RecordedEvent From(EventDraft draft, string id, Timestamp time, Timestamp createdAt, int place = 0) =>
        new()
        {
            Id = id,
            Source = draft.Source,
            Type = draft.Type,
            Subject = draft.Subject,
            Severity = draft.Severity,
            Version = draft.Version,
            Time = time,
            CreatedAt = createdAt,
            Place = place,
            Json = EventJson.Write(draft, id, time, createdAt),
        };
}
