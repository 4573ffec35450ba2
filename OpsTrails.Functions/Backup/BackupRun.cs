using OpsTrails.Core.Events;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Backs up a store while programs record into it. Every event is in the backup completely or not at all. Events acknowledged before the
/// backup began are in it.
/// </summary>
internal sealed class BackupRun(ITableStore store, Installation installation, StoreFormat format, EventFeed feed)
{
    private const int MaxReads = 10;

    /// <summary>
    /// Rows of events are rebuilt from the events at restore. Days are counted again when they are read. Leases have expired by then.
    /// The keys of session cookies are left out, so that a stolen backup can't forge sessions: people sign in again.
    /// </summary>
    private static readonly string[] NotAsRows =
    [
        Tables.Ledger,
        Tables.Events,
        Tables.Timeline,
        Tables.Days,
        Tables.Leases,
        Tables.Protection,
    ];

    /// <summary>These may be large. Their rows are independent, so they need no consistent snapshot.</summary>
    private static readonly string[] Streamed = [Tables.Cells, Tables.Incidents, Tables.Facets, Tables.Poison];

    /// <summary>Tables that are backed up row by row. That includes any table added later.</summary>
    public static IEnumerable<string> Carried => Tables.All.Except(NotAsRows);

    /// <exception cref="BackupException">The store is empty, or a table changes too often.</exception>
    public async Task WriteAsync(BackupWriter writer, CancellationToken cancel)
    {
        var organizations = await installation.ListAsync(cancel);
        if (organizations.Count == 0)
            throw new BackupException("The store is empty, so there is nothing to back up. Check the setting OpsTrails:Storage.");

        // An event enters the feed last, so derived rows include every event up to this head. LedgerBackup marks later events as late.
        var heads = new List<FeedSequence>();
        foreach (var organization in organizations)
            heads.Add(await feed.FindHeadAsync(organization, cancel));

        foreach (var table in Carried.Except(Streamed))
        {
            foreach (var row in await ReadSnapshotAsync(table, cancel))
                await writer.WriteAsync(table, row);
        }
        foreach (var table in Streamed)
        {
            await foreach (var row in store.ReadAllAsync(table, RestoreMarker.Everything, cancel))
                await writer.WriteAsync(table, row);
        }
        var isFormer = await format.ReadAsync(cancel) == StoreFormat.Former;
        foreach (var (organization, head) in organizations.Zip(heads))
            await new LedgerBackup(store, organization, writer, isFormer).WriteAsync(head, cancel);
    }

    /// <summary>A consistent snapshot of a small table: the result of two consecutive reads that are equal.</summary>
    private async Task<IReadOnlyList<Row>> ReadSnapshotAsync(string table, CancellationToken cancel)
    {
        IReadOnlyList<Row> rows = await store.ReadAllAsync(table, RestoreMarker.Everything, cancel).ToListAsync(cancel);
        for (var read = 2; read <= MaxReads; read++)
        {
            var again = await store.ReadAllAsync(table, RestoreMarker.Everything, cancel).ToListAsync(cancel);
            var isUnchanged = again.Select(row => (row.Key, row.ETag)).SequenceEqual(rows.Select(row => (row.Key, row.ETag)));
            rows = again;
            if (isUnchanged)
                return rows;
        }
        throw new BackupException($"The table {table} changed during each of {MaxReads} reads. Back up when there is less load.");
    }
}
