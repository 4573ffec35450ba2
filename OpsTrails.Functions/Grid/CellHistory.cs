using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Grid;

/// <summary>Completes cells whose own row holds too few events: reads their partition, newest first, up to a limit.</summary>
internal sealed class CellHistory(ITableStore store)
{
    private const int AtOnce = 16;
    private const int MaxRounds = 10;
    private const int RowsOfFirstRound = 100;

    /// <summary>The cells that existed at a moment, one for each canonical name.</summary>
    public static IEnumerable<CellState> StatesOf(IEnumerable<Cell> cells, Timestamp at, TypeMeanings types) =>
        cells
            .GroupBy(cell => new CellName(cell.Subject, cell.Source))
            .Select(cell => new CellState([.. cell], at, types))
            .Where(state => state.Exists);

    /// <summary>The cells that existed at a moment, with their version and last event where a limited number of reads finds them.</summary>
    public async Task<IReadOnlyList<CellState>> TellAsync(
        OrganizationId organization,
        IEnumerable<Cell> cells,
        Timestamp at,
        TypeMeanings types,
        CancellationToken cancel
    )
    {
        var stories = StatesOf(cells, at, types).ToList();
        await ForEachAsync(
            stories.Where(story => !IsTold(story)),
            (story, stop) => ReadAsync(organization, story, IsTold, story.KnowsVersion ? 1 : RowsOfFirstRound, MaxRounds, stop),
            cancel
        );
        return stories;

        static bool IsTold(CellState story) => story.KnowsVersion && story.KnowsLast;
    }

    /// <summary>Reads each cell until it is complete enough, at its end, or at the limit.</summary>
    public Task CompleteAsync(
        OrganizationId organization,
        IEnumerable<CellState> stories,
        Func<CellState, bool> isEnough,
        CancellationToken cancel
    ) =>
        ForEachAsync(
            stories.Where(story => !isEnough(story)),
            (story, stop) => ReadAsync(organization, story, isEnough, RowsOfFirstRound, MaxRounds, stop),
            cancel
        );

    /// <summary>Reads one cell until it is complete enough or at its end, without a limit.</summary>
    public async Task ReadAsync(OrganizationId organization, CellState state, Func<CellState, bool> isEnough, CancellationToken cancel) =>
        await ReadAsync(organization, state, isEnough, RowsOfFirstRound, int.MaxValue, cancel);

    private static Task ForEachAsync(
        IEnumerable<CellState> stories,
        Func<CellState, CancellationToken, ValueTask> read,
        CancellationToken cancel
    ) => Parallel.ForEachAsync(stories, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, read);

    private async ValueTask ReadAsync(
        OrganizationId organization,
        CellState story,
        Func<CellState, bool> isEnough,
        int rowsOfFirstRound,
        int maxRounds,
        CancellationToken cancel
    )
    {
        var begun = new Dictionary<CellPart, (RowRange Range, string Token)>();
        for (var round = 0; round / story.Parts.Count < maxRounds && !isEnough(story); round++)
        {
            if (story.NextToRead is not { } part)
                return;
            var (range, token) = begun.TryGetValue(part, out var known) ? known : (RangeOf(organization, part), null);
            var rows = token is null ? rowsOfFirstRound : TableLimits.RowsPerPage;
            var page = await store.QueryAsync(Tables.Events, range, rows, token, cancel);
            story.Add(part, [.. page.Rows.Select(EventRow.ReadCellEvent)], isEnd: page.Token is null);
            if (page.Token is { } next)
                begun[part] = (range, next);
        }
    }

    private static RowRange RangeOf(OrganizationId organization, CellPart part) =>
        EventKeys.CellAfter(organization, part.Cell.Sent, part.ReadAfter, notBefore: null) with
        {
            Select = EventRow.CellMembers,
        };
}
