namespace OpsTrails.Core.Events;

/// <summary>An event with its id, its time and the time of recording. Times are UTC ticks of 100 ns.</summary>
public sealed class RecordedEvent
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    public string? Subject { get; init; }

    public string? Severity { get; init; }

    public string? Version { get; init; }

    public required long Time { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>The event as every response returns it: one JSON object in UTF-8, on one line.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The hash of source and id. Orders events that have the same time.</summary>
    public string Hash => _hash ??= EventIdentity.Hash(Source, Id);

    private string? _hash;

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
            Json = json,
        };

    public static RecordedEvent From(EventDraft draft, string id, long time, long createdAt) =>
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
            Json = EventJson.Write(draft, id, time, createdAt),
        };
}
