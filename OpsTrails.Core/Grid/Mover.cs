using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>An event that bears on what runs in its cell, with its meaning: an arrival, an attempt or a rollback.</summary>
public sealed record Mover(CellEvent Event, EventMeaning Meaning)
{
    public string? Version => Event.Version;

    public EventOrder Order => Event.Order;

    public bool IsRollback => Meaning.Kind == EventKind.Rollback;

    /// <summary>Whether its version arrives in the cell: it finished, or names no phase, and did not fail.</summary>
    public bool Arrives => Meaning.BringsVersions && Version is not null && Meaning.IsEffective;

    /// <summary>Whether a rollback took effect.</summary>
    public bool RollsBack => IsRollback && Meaning.IsEffective;

    /// <summary>Whether its version runs after it: it arrives, or a rollback names it.</summary>
    public bool SetsVersion => Version is not null && (Arrives || RollsBack);

    /// <returns>Null for an event that has no bearing on versions.</returns>
    public static Mover? Of(CellEvent e, TypeMeanings types)
    {
        var mover = new Mover(e, EventMeaning.Of(e.Type, EventHints.Parse(e.Hints), types));
        return mover.IsRelevant ? mover : null;
    }

    /// <returns>Null for an event that has no bearing on versions.</returns>
    public static Mover? Of(RecordedEvent e, TypeMeanings types) => Of(CellEvent.Of(e), types);

    /// <summary>
    /// A deployment without a version is kept for its phase: its end closes the attempt that began with a version. Of unknown types only a
    /// version matters.
    /// </summary>
    private bool IsRelevant =>
        IsRollback
        || (
            Meaning.BringsVersions
            && Meaning.Phase != EventPhase.Queued
            && (Version is not null || (Meaning.Kind != EventKind.Other && (Meaning.Phase is not null || Meaning.HasFailed)))
        );
}
