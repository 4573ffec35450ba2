namespace OpsTrails.Core.Grid;

/// <summary>The version of a cell at some moment.</summary>
/// <param name="Version">Null after a rollback with nothing before it to go back to.</param>
/// <param name="Event">What put it there.</param>
/// <param name="Restored">The event that carries the version, when <paramref name="Event"/> is a rollback that does not name it.</param>
public sealed record CellVersion(string? Version, CellEvent Event, CellEvent? Restored)
{
    public bool IsRolledBack => Event.IsRollback;

    /// <summary>The event in which the version is written; null when there is no version.</summary>
    public CellEvent? Carrier => Version is null ? null : Restored ?? Event;

    /// <summary>Decides which version is in effect after some events. A rollback that names no version undoes the last deployment before it.</summary>
    /// <param name="movers">The newest of the events that move the version, newest first.</param>
    /// <param name="isComplete">Whether there are no older ones.</param>
    /// <param name="current">Null when the version was never set, or when it takes older events to tell.</param>
    /// <returns>Whether these events are enough to tell.</returns>
    public static bool TryDecide(IReadOnlyList<CellEvent> movers, bool isComplete, out CellVersion? current)
    {
        for (var i = 0; i < movers.Count; i++)
        {
            if (movers[i].Version is { } version)
            {
                current = new CellVersion(version, movers[0], i == 0 ? null : movers[i]);
                return true;
            }

            // To the deployment that is undone; what was in effect just before it may be due to a rollback in turn.
            do i++;
            while (i < movers.Count && movers[i].IsRollback);
        }
        current = isComplete && movers.Count > 0 ? new CellVersion(null, movers[0], null) : null;
        return isComplete;
    }
}
