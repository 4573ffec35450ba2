using System.Collections.Concurrent;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>
/// Looks for the versions of a few changes in the past of their cells. A cell that has lived for long keeps too little to tell that a version is new
/// there, and those are the cells in which it matters.
/// </summary>
internal static class VersionLookUps
{
    /// <summary>For how many changes, the most suspect ones.</summary>
    public const int MostChanges = 3;

    private const int MaxRounds = 3;

    private static readonly string[] Times = ["Time"];

    /// <summary>By the hash of a change: when its version had been there before, null for never; what could not be told is not there.</summary>
    public static async Task<IReadOnlyDictionary<string, long?>> FindAsync(
        ITableStore store,
        OrganizationId organization,
        RankedChanges ranked,
        VersionPasts known,
        CancellationToken cancel
    )
    {
        var found = new ConcurrentDictionary<string, long?>();
        await Task.WhenAll(
            ranked
                .Changes.Select(change => change.Event)
                .Where(e => e.Version is not null && !known.TryTell(e, out _))
                .Take(MostChanges)
                .Select(change => FindAsync(store, organization, change, found, cancel))
        );
        return found;
    }

    private static async Task FindAsync(
        ITableStore store,
        OrganizationId organization,
        RecordedEvent change,
        ConcurrentDictionary<string, long?> found,
        CancellationToken cancel
    )
    {
        var past = EventKeys.CellAfter(
            organization,
            new CellName(change.Subject, change.Source),
            EventPosition.After(change),
            notBefore: null
        );
        var range = past with { Where = [new PropertyFilter("Version", [change.Version!])], Select = Times };
        string? token = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            var page = await store.QueryAsync(Tables.Events, range, 1, token, cancel);
            token = page.Token;
            if (page.Rows.Count == 0 && token is not null)
                continue;
            found[change.Hash] = page.Rows.Count == 0 ? null : page.Rows[0].RequiredNumber("Time");
            return;
        }
    }
}
