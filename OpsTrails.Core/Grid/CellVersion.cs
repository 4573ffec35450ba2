namespace OpsTrails.Core.Grid;

/// <summary>The version of a cell at a time.</summary>
/// <summary><param name="Version">Null after a rollback without an earlier version.</param></summary>
/// <summary><param name="Event">The event that set the version.</param></summary>
/// <summary>
/// <param name="Restored">The event that carries the version, if <paramref name="Event"/> is a rollback that doesn't name it.</param>
/// </summary>
public sealed record CellVersion(string? Version, CellEvent Event, CellEvent? Restored)
{
    public bool IsRolledBack => Event.IsRollback;

    /// <summary>The event that carries the version. Null if there is no version.</summary>
    public CellEvent? Carrier => Version is null ? null : Restored ?? Event;

    /// <summary>Determines the version after some events. A rollback that names no version undoes the last deployment before it.</summary>
    /// <summary><param name="movers">The newest events that move the version, newest first.</param></summary>
    /// <summary><param name="isComplete">Whether there are no older ones.</param></summary>
    /// <summary><param name="current">Null if the version was never set, or if older events are needed.</param></summary>
    /// <returns>Whether these events suffice.</returns>
    public static bool TryDecide(IReadOnlyList<CellEvent> movers, bool isComplete, out CellVersion? current)
    {
        for (var i = 0; i < movers.Count; i++)
        {
            if (movers[i].Version is { } version)
            {
                current = new CellVersion(version, movers[0], i == 0 ? null : movers[i]);
                return true;
            }

            // Skip to the deployment that is undone. The version before it may come from another rollback.
            do i++;
            while (i < movers.Count && movers[i].IsRollback);
        }
        current = isComplete && movers.Count > 0 ? new CellVersion(null, movers[0], null) : null;
        return isComplete;
    }
}
