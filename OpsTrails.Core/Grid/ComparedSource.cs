using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>A system on both sides of a comparison, with its cells elsewhere.</summary>
/// <param name="Source">The system.</param>
/// <param name="From">Its cell in the first environment, or null.</param>
/// <param name="To">Its cell in the second environment, or null.</param>
/// <param name="Cells">Its cells in every environment.</param>
/// <param name="IsOneEnvironment">Whether both sides are the same environment at two times.</param>
/// <param name="Types">The organization's meanings of types.</param>
public sealed record ComparedSource(
    string Source,
    CellState? From,
    CellState? To,
    IReadOnlyList<Cell> Cells,
    bool IsOneEnvironment,
    TypeMeanings Types
)
{
    /// <summary>Whether the second environment comes after the first one on a ladder.</summary>
    public bool ToFollows { get; init; }

    /// <summary>States whose history was read in addition.</summary>
    public IReadOnlyList<CellState> Past { get; init; } = [];

    private IEnumerable<PlacedEvent> Known =>
        Cells
            .SelectMany(cell => Setting(cell.Movers.Concat(cell.Ahead).Select(e => Mover.Of(e, Types)).OfType<Mover>(), cell.Subject))
            .Concat(Past.Append(From).Append(To).OfType<CellState>().SelectMany(state => Setting(state.Movers, state.Subject)));

    /// <summary>The earliest known event, in any environment, with a version of one of the sides.</summary>
    public PlacedEvent FirstWith(string version) =>
        Known.Where(placed => placed.Event.Version == version).MinBy(placed => placed.Event.Order)!;

    /// <summary>Whether one environment is known to have had both versions, so that their order is known.</summary>
    internal bool HasSeenBoth(string one, string other) =>
        Known
            .GroupBy(placed => placed.Subject)
            .Any(seen => seen.Any(placed => placed.Event.Version == one) && seen.Any(placed => placed.Event.Version == other));

    internal IReadOnlyList<PlacedEvent> FromEvents(params CellEvent?[] events) => Place(From, events);

    internal IReadOnlyList<PlacedEvent> ToEvents(params CellEvent?[] events) => Place(To, events);

    private static IEnumerable<PlacedEvent> Setting(IEnumerable<Mover> movers, string? subject) =>
        movers.Where(mover => mover.SetsVersion).Select(mover => new PlacedEvent(subject, mover.Event));

    private static List<PlacedEvent> Place(CellState? state, CellEvent?[] events) =>
        [.. events.OfType<CellEvent>().Select(e => new PlacedEvent(state?.Subject, e))];
}
