using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>Knows whether a version had been in its cell before, as far as the data allows.</summary>
public sealed class VersionPasts
{
    private readonly Dictionary<CellName, CellState> _states;
    private readonly IReadOnlyDictionary<string, Timestamp?> _lookedUp;
    private readonly OrganizationNames _names;

    private VersionPasts(
        Dictionary<CellName, CellState> states,
        IReadOnlyDictionary<string, Timestamp?> lookedUp,
        OrganizationNames names
    ) => (_states, _lookedUp, _names) = (states, lookedUp, names);

    /// <summary>Uses the events of the window and the cells.</summary>
    /// <param name="at">The end of the window.</param>
    /// <param name="events">The newest events up to it, without gaps.</param>
    /// <param name="cells">The stored cells, under their canonical names.</param>
    /// <param name="types">The organization's meanings of types.</param>
    /// <param name="names">The organization's names.</param>
    public static VersionPasts Of(
        Timestamp at,
        IEnumerable<RecordedEvent> events,
        IEnumerable<Cell> cells,
        TypeMeanings types,
        OrganizationNames names
    )
    {
        var versioned = events
            .Where(e => e.Version is not null && e.Time <= at)
            .ToLookup(e => new CellName(e.Subject, e.Source), CellEvent.Of);
        var wanted = versioned.Select(own => names.Cell(own.Key)).ToHashSet();
        var states = cells
            .GroupBy(cell => new CellName(cell.Subject, cell.Source))
            .Where(cell => wanted.Contains(cell.Key))
            .ToDictionary(cell => cell.Key, cell => new CellState([.. cell], at, types));

        // For times long ago, cells have no events left. Then only the events of the window are known.
        foreach (var state in states.Values)
        {
            foreach (var part in state.Parts)
                state.Add(part, [.. versioned[part.Cell.Sent]], isEnd: false);
        }
        return new VersionPasts(states, new Dictionary<string, Timestamp?>(), names);
    }

    /// <summary>Adds results of lookups.</summary>
    /// <param name="lookedUp">By the hash of a change: the last time its version was in its cell before it, or null for never.</param>
    public VersionPasts With(IReadOnlyDictionary<string, Timestamp?> lookedUp) => new(_states, lookedUp, _names);

    /// <summary>Whether the version of a change had been in its cell before.</summary>
    /// <param name="change">A change with a version.</param>
    /// <param name="earlier">The last time, or null for never.</param>
    /// <returns>Whether this is known.</returns>
    public bool TryTell(RecordedEvent change, out Timestamp? earlier)
    {
        if (_lookedUp.TryGetValue(change.Hash, out earlier))
            return true;
        if (!_states.TryGetValue(_names.Cell(new CellName(change.Subject, change.Source)), out var state))
            return false;
        earlier = state
            .Parts.SelectMany(part => part.Movers)
            .Where(mover => mover.SetsVersion && mover.Version == change.Version && mover.Order < change.Order)
            .MaxBy(mover => mover.Order)
            ?.Event.Time;
        return earlier is not null || state.IsComplete || change.Time <= state.FirstSeen;
    }
}
