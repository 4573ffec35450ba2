using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>What is left of a deleted event, so that those who follow the feed learn of its deletion.</summary>
public sealed record DeletedEvent
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    public string? Subject { get; init; }

    public string? Severity { get; init; }

    public string? Version { get; init; }

    public required Timestamp DeletedAt { get; init; }

    /// <summary>Where the event was in the feed. Null if the feed no longer had it.</summary>
    public FeedSequence? Sequence { get; init; }

    public static DeletedEvent Of(RecordedEvent e, Timestamp deletedAt) =>
        new()
        {
            Id = e.Id,
            Source = e.Source,
            Type = e.Type,
            Subject = e.Subject,
            Severity = e.Severity,
            Version = e.Version,
            DeletedAt = deletedAt,
        };
}
