namespace OpsTrails.Core.Grid;

/// <summary>One system on both sides of a comparison, and all that is known of it elsewhere.</summary>
/// <param name="Source">The system.</param>
/// <param name="From">Its cell in the first environment; null when there is none.</param>
/// <param name="To">Its cell in the second.</param>
/// <param name="Cells">Its cells in every environment.</param>
/// <param name="IsOneEnvironment">Whether both sides are one environment at two moments.</param>
public sealed record ComparedSource(string Source, CellState? From, CellState? To, IReadOnlyList<Cell> Cells, bool IsOneEnvironment)
{
    /// <summary>What was read of its past since.</summary>
    public IReadOnlyList<CellState> Past { get; init; } = [];

    private IEnumerable<PlacedEvent> Known =>
        Cells
            .SelectMany(cell => cell.Versions.Select(e => new PlacedEvent(cell.Subject, e)))
            .Concat(
                Past.Append(From)
                    .Append(To)
                    .OfType<CellState>()
                    .SelectMany(story => story.Movers.Select(e => new PlacedEvent(story.Cell.Subject, e)))
            );

    /// <summary>The earliest event known, of any environment, that carries a version which one of the sides has.</summary>
    public PlacedEvent FirstWith(string version) =>
        Known
            .Where(placed => placed.Event.Version == version)
            .OrderBy(placed => placed.Event.Time)
            .ThenByDescending(placed => placed.Event.Hash, StringComparer.Ordinal)
            .First();

    /// <summary>Whether one environment is known to have seen both versions, so that their order there is known.</summary>
    internal bool HasSeenBoth(string one, string other) =>
        Known
            .GroupBy(placed => placed.Subject)
            .Any(seen => seen.Any(placed => placed.Event.Version == one) && seen.Any(placed => placed.Event.Version == other));

    internal IReadOnlyList<PlacedEvent> FromEvents(params CellEvent?[] events) => Place(From, events);

    internal IReadOnlyList<PlacedEvent> ToEvents(params CellEvent?[] events) => Place(To, events);

    private static List<PlacedEvent> Place(CellState? story, CellEvent?[] events) =>
        [.. events.OfType<CellEvent>().Select(e => new PlacedEvent(story?.Cell.Subject, e))];
}
