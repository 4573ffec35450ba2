using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>What followed an incident in its cell.</summary>
/// <param name="Rollback">The next rollback. Null if there was none, or it is not known.</param>
/// <param name="Hotfix">The next arrival of a version. Null if there was none, or it is not known.</param>
/// <param name="IsKnown">Whether the cell keeps every event since the opening.</param>
public sealed record FollowUps(CellEvent? Rollback, CellEvent? Hotfix, bool IsKnown)
{
    /// <summary>After the resolution, nothing later counts as a consequence.</summary>
    public static readonly TimeSpan MaxAfterResolution = TimeSpan.FromHours(24);

    /// <summary>After the opening of an incident without a resolution.</summary>
    public static readonly TimeSpan MaxAfterOpening = TimeSpan.FromDays(7);

    /// <param name="incident">The incident.</param>
    /// <param name="cells">The cells that count as its cell. Empty if it has no row.</param>
    /// <param name="types">The meanings of types.</param>
    public static FollowUps Of(IncidentSummary incident, IReadOnlyList<Cell> cells, TypeMeanings types)
    {
        if (cells.Count == 0)
            return new(null, null, IsKnown: false);
        var last = incident.Resolved is { } resolved ? resolved + MaxAfterResolution : incident.Opened + MaxAfterOpening;
        var state = new CellState(cells, Timestamp.MaxValue.Previous(), types);
        var movers = state.Movers.Where(mover => mover.Event.Time > incident.Opened && mover.Event.Time <= last).Reverse().ToList();
        return new(
            movers.Find(mover => mover.RollsBack)?.Event,
            movers.Find(mover => mover.Arrives)?.Event,
            !state.IsStale && (state.IsComplete || state.Movers.Any(mover => mover.Event.Time <= incident.Opened))
        );
    }
}
