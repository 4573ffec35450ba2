using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Changes;

/// <summary>The incident that changes are ranked for: its time and, if known, its place.</summary>
public sealed record IncidentScope
{
    public required Timestamp At { get; init; }

    /// <summary>How far back changes are looked for.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The organization's names, by which places are compared.</summary>
    public OrganizationNames Names { get; init; } = OrganizationNames.None;

    /// <summary>The environment, or a group of them. Empty for events without one, null if not given.</summary>
    public string? Subject { get; init; }

    /// <summary>The system. Null if not given.</summary>
    public string? Source { get; init; }

    /// <summary>The event named in the query, which is excluded from the changes. Null if the query names a time.</summary>
    public RecordedEvent? Event { get; init; }

    /// <summary>The start of the window.</summary>
    public Timestamp From => Timestamp.Max(Timestamp.MinValue, At - Window);

    /// <summary>Combines the query with the event that it names.</summary>
    /// <param name="query">The query.</param>
    /// <param name="named">The event that the query names. Sets the time, and the place unless the query sets another.</param>
    /// <param name="names">The organization's names.</param>
    public static IncidentScope Of(ChangesQuery query, RecordedEvent? named, OrganizationNames names) =>
        new()
        {
            At = named?.Time ?? query.Time ?? throw new ArgumentException("A query names a time or an event."),
            Window = query.Window,
            Subject = query.Subject ?? (named is null ? null : named.Subject ?? ""),
            Source = query.Source ?? named?.Source,
            Event = named,
            Names = names,
        };

    /// <summary>
    /// Whether the event came before the incident. Of the events at the exact time of a named event, those recorded before it.
    /// </summary>
    public bool IsAfter(RecordedEvent e)
    {
        if (e.Time < From || e.Time > At)
            return false;
        return Event is null || e.Order < Event.Order;
    }
}
