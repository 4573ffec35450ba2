namespace OpsTrails.Core.Grid;

/// <summary>What runs in a cell at a time, as far as the known events tell.</summary>
/// <param name="IsKnown">False if older events are needed to know the version.</param>
/// <param name="Version">The version. Null if it was never set or is not known.</param>
/// <param name="InProgress">The attempt that started and hasn't ended. Null if there is none.</param>
/// <param name="Failed">The newest failed attempt since the version was set. Null if there is none.</param>
public sealed record WhatRuns(bool IsKnown, CellVersion? Version, Mover? InProgress, Mover? Failed);

/// <summary>The version of a cell at a time.</summary>
/// <param name="Version">Null after a rollback without an earlier version.</param>
/// <param name="Event">The event that set the version.</param>
/// <param name="Restored">The event that carries the version, if <paramref name="Event"/> is a rollback that doesn't name it.</param>
/// <param name="IsRolledBack">Whether a rollback set it.</param>
public sealed record CellVersion(string? Version, CellEvent Event, CellEvent? Restored, bool IsRolledBack)
{
    /// <summary>The event that carries the version. Null if there is no version.</summary>
    public CellEvent? Carrier => Version is null ? null : Restored ?? Event;
}
