using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>
/// The part of an event that the grid needs. <paramref name="Hints"/> is what its data says about its meaning, as
/// <see cref="EventHints.Text"/>.
/// </summary>
public sealed record CellEvent(
    Timestamp Time,
    Timestamp CreatedAt,
    int Place,
    string Hash,
    string Id,
    string Type,
    string? Version,
    string? Severity,
    string? Hints
)
{
    public EventOrder Order => new(Time, CreatedAt, Place, Hash);

    /// <summary>Whether the sender dated it after the time of recording.</summary>
    public bool IsAhead => Time > CreatedAt;

    /// <summary>
    /// Each event once. Cells of the former format don't say when an event was recorded: such an event is the other one of its id.
    /// </summary>
    internal static IEnumerable<CellEvent> Distinct(IEnumerable<CellEvent> events)
    {
        var distinct = events.DistinctBy(e => e.Order).ToList();
        return distinct.TrueForAll(e => e.CreatedAt > Timestamp.MinValue)
            ? distinct
            : distinct.Where(e =>
                e.CreatedAt > Timestamp.MinValue || !distinct.Exists(other => other.CreatedAt > Timestamp.MinValue && other.Hash == e.Hash)
            );
    }

    public static CellEvent Of(RecordedEvent e) =>
        new(e.Time, e.CreatedAt, e.Place, e.Hash, e.Id, e.Type, e.Version, e.Severity, e.Hints.Text);
}
