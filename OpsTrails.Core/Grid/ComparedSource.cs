namespace OpsTrails.Core.Grid;

/// <summary>A system on both sides of a comparison, with its cells elsewhere.</summary>
/// <summary><param name="Source">The system.</param></summary>
/// <summary><param name="From">Its cell in the first environment, or null.</param></summary>
/// <summary><param name="To">Its cell in the second environment, or null.</param></summary>
/// <summary><param name="Cells">Its cells in every environment.</param></summary>
/// <summary><param name="IsOneEnvironment">Whether both sides are the same environment at two times.</param></summary>
public sealed record ComparedSource(string Source, CellState? From, CellState? To, IReadOnlyList<Cell> Cells, bool IsOneEnvironment)
{
    /// <summary>States whose history was read in addition.</summary>
    public IReadOnlyList<CellState> Past { get; init; } = [];

    private IEnumerable<PlacedEvent> Known =>
        Cells
            .SelectMany(cell => cell.Versions.Select(e => new PlacedEvent(cell.Subject, e)))
            .Concat(
                Past.Append(From)
                    .Append(To)
                    .OfType<CellState>()
                    .SelectMany(state => state.Movers.Select(e => new PlacedEvent(state.Cell.Subject, e)))
            );

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

    private static List<PlacedEvent> Place(CellState? state, CellEvent?[] events) =>
        [.. events.OfType<CellEvent>().Select(e => new PlacedEvent(state?.Cell.Subject, e))];
}
