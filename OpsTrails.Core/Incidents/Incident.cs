using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>An incident with its events, oldest first. The opening event is the first one.</summary>
public sealed record Incident(IncidentSummary Summary, IReadOnlyList<IncidentEntry> Entries)
{
    public IncidentEvent Opening => Entries[0].Event;
}

/// <summary>An event of an incident with its phase. Null for an update.</summary>
public sealed record IncidentEntry(IncidentEvent Event, EventPhase? Phase);

/// <summary>What lists show of an incident.</summary>
public sealed record IncidentSummary
{
    /// <summary>The id of the opening event.</summary>
    public required string Id { get; init; }

    /// <summary>The type of the opening event.</summary>
    public required string Type { get; init; }

    public required string Source { get; init; }

    public string? Subject { get; init; }

    /// <summary>The team's own number.</summary>
    public string? Number { get; init; }

    public required Timestamp Opened { get; init; }

    /// <summary>When it was first acknowledged.</summary>
    public Timestamp? Acknowledged { get; init; }

    public Timestamp? Resolved { get; init; }

    /// <summary>The id of the event that resolved it.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>That of the newest event that has one.</summary>
    public string? Severity { get; init; }

    /// <summary>That of the first event that has one.</summary>
    public string? Description { get; init; }

    /// <summary>The times at which something was heard of the open incident, oldest first.</summary>
    public required IReadOnlyList<Timestamp> Heard { get; init; }

    /// <summary>The hash of source and id of the opening event.</summary>
    public string Hash => EventIdentity.Hash(Source, Id);

    /// <param name="at">The moment.</param>
    /// <param name="openFor">How long an incident counts as open after its newest event.</param>
    public IncidentState StateAt(Timestamp at, TimeSpan openFor)
    {
        if (Resolved <= at)
            return IncidentState.Resolved;
        var heard = Heard.Where(time => time <= at).DefaultIfEmpty(Opened).Max();
        return at - heard >= openFor ? IncidentState.NotClosed
            : Acknowledged <= at ? IncidentState.Acknowledged
            : IncidentState.Open;
    }
}
