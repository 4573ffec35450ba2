using OpsTrails.Core.Events;

namespace OpsTrails.Core.Changes;

/// <summary>What changes are suspected of: something that was noticed at some time, and where, as far as that was said.</summary>
public sealed record IncidentScope
{
    /// <summary>In UTC ticks.</summary>
    public required long At { get; init; }

    /// <summary>How far back changes are looked for.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The environment, empty for events without one; null when none was named.</summary>
    public string? Subject { get; init; }

    /// <summary>The system; null when none was named.</summary>
    public string? Source { get; init; }

    /// <summary>The event that was named, which is no change before itself; null when a time was given.</summary>
    public RecordedEvent? Event { get; init; }

    /// <summary>The earliest moment that is looked at.</summary>
    public long From => Math.Max(0, At - Window.Ticks);

    /// <summary>What is known of the trouble that a question is about.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="named">The event that it names; it tells time and place unless the question says another place.</param>
    public static IncidentScope Of(ChangesQuery question, RecordedEvent? named) =>
        new()
        {
            At = named?.Time ?? question.Time ?? throw new ArgumentException("A question names a time or an event."),
            Window = question.Window,
            Subject = question.Subject ?? (named is null ? null : named.Subject ?? ""),
            Source = question.Source ?? named?.Source,
            Event = named,
        };

    /// <summary>Whether an event came before: of those at the very moment of a named event, what was recorded no later than it.</summary>
    public bool IsAfter(RecordedEvent e)
    {
        if (e.Time < From || e.Time > At)
            return false;
        return Event is null || e.Time < At || (e.Hash != Event.Hash && e.CreatedAt <= Event.CreatedAt);
    }
}
