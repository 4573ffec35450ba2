using System.Collections.Concurrent;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>
/// Looks up whether the versions of the top changes ran in their cells before. The row of a cell with a long history keeps too few
/// events to know, and in those cells it matters most.
/// </summary>
internal static class VersionLookUps
{
    /// <summary>The number of changes to look up, the most suspect first.</summary>
    public const int MostChanges = 3;

    private const int MaxRounds = 3;

    private const int RowsPerRound = 20;

    /// <summary>By the hash of a change: when its version ran there before; null for never. Undecided changes are missing.</summary>
    public static async Task<IReadOnlyDictionary<string, Timestamp?>> FindAsync(
        ITableStore store,
        OrganizationId organization,
        RankedChanges ranked,
        VersionPasts known,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var found = new ConcurrentDictionary<string, Timestamp?>();
        await Task.WhenAll(
            ranked
                .Changes.Select(change => change.Event)
                .Where(e => e.Version is not null && !known.TryTell(e, out _))
                .Take(MostChanges)
                .Select(change => FindAsync(store, organization, change, found, own, cancel))
        );
        return found;
    }

    private static async Task FindAsync(
        ITableStore store,
        OrganizationId organization,
        RecordedEvent change,
        ConcurrentDictionary<string, Timestamp?> found,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var cells = own.Names.CellsOf(new CellName(change.Subject, change.Source));
        var pasts = await Task.WhenAll(cells.Select(cell => FindInCellAsync(store, organization, cell, change, own.Types, cancel)));
        if (pasts.All(past => past.IsKnown))
            found[change.Hash] = pasts.Max(past => past.Earlier);
    }

    private static async Task<(bool IsKnown, Timestamp? Earlier)> FindInCellAsync(
        ITableStore store,
        OrganizationId organization,
        CellName cell,
        RecordedEvent change,
        TypeMeanings types,
        CancellationToken cancel
    )
    {
        var past = EventKeys.CellAfter(organization, cell, EventPosition.After(change.Order), notBefore: null);
        var range = past with { Where = [new PropertyFilter("Version", [change.Version!])], Select = EventRow.CellMembers };
        string? token = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            var page = await store.QueryAsync(Tables.Events, range, RowsPerRound, token, cancel);
            token = page.Token;
            var earlier = page.Rows.Select(EventRow.ReadCellEvent).FirstOrDefault(e => Mover.Of(e, types) is { SetsVersion: true });
            if (earlier is null && token is not null)
                continue;
            return (true, earlier?.Time);
        }
        return (false, null);
    }
}
