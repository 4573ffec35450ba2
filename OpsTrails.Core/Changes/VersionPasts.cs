using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>Knows whether a version had been in its cell before, as far as the data allows.</summary>
public sealed class VersionPasts
{
    private readonly Dictionary<CellName, CellState> _states;
    private readonly IReadOnlyDictionary<string, long?> _lookedUp;

    private VersionPasts(Dictionary<CellName, CellState> states, IReadOnlyDictionary<string, long?> lookedUp) =>
        (_states, _lookedUp) = (states, lookedUp);

    /// <summary>Uses the events of the window and the cells.</summary>
    /// <param name="at">The end of the window in UTC ticks.</param>
    /// <param name="events">The newest events up to it, without gaps.</param>
    /// <param name="cells">The stored cells.</param>
    /// <param name="types">The organization's meanings of types.</param>
    public static VersionPasts Of(long at, IEnumerable<RecordedEvent> events, IEnumerable<Cell> cells, TypeMeanings types)
    {
        var versioned = events
            .Where(e => e.Version is not null && e.Time <= at)
            .ToLookup(e => new CellName(e.Subject, e.Source), CellEvent.Of);
        var states = cells
            .Where(cell => versioned.Contains(new CellName(cell.Subject, cell.Source)))
            .ToDictionary(cell => new CellName(cell.Subject, cell.Source), cell => new CellState(cell, at, types));

        // For times long ago, cells have no events left. Then only the events of the window are known.
        foreach (var (name, state) in states)
            state.Add([.. versioned[name]], isEnd: false);
        return new VersionPasts(states, new Dictionary<string, long?>());
    }

    /// <summary>Adds results of lookups.</summary>
    /// <param name="lookedUp">By the hash of a change: the last time its version was in its cell before it, or null for never.</param>
    public VersionPasts With(IReadOnlyDictionary<string, long?> lookedUp) => new(_states, lookedUp);

    /// <summary>Whether the version of a change had been in its cell before.</summary>
    /// <param name="change">A change with a version.</param>
    /// <param name="earlier">The last time in UTC ticks, or null for never.</param>
    /// <returns>Whether this is known.</returns>
    public bool TryTell(RecordedEvent change, out long? earlier)
    {
        if (_lookedUp.TryGetValue(change.Hash, out earlier))
            return true;
        if (!_states.TryGetValue(new CellName(change.Subject, change.Source), out var state))
            return false;
        earlier = state
            .Movers.FirstOrDefault(mover => mover.SetsVersion && mover.Version == change.Version && mover.Order < change.Order)
            ?.Event.Time;
        return earlier is not null || state.IsComplete || change.Time <= state.Cell.FirstSeen;
    }
}
