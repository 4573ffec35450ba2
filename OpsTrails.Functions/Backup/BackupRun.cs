using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Writes everything that a store holds, while programs go on recording into it: an event is in the backup whole or not at all, and what had been answered when it began is in it.
/// </summary>
internal sealed class BackupRun(ITableStore store, Installation installation, EventFeed feed)
{
    private const int MostReadings = 10;

    /// <summary>
    /// Events are written as such, and their rows made again from that. Leases are nobody's any more by the time a backup is restored. The keys of cookies stay behind so that who finds
    /// a backup cannot make sessions: people sign in again.
    /// </summary>
    private static readonly string[] NotAsRows = [Tables.Ledger, Tables.Events, Tables.Timeline, Tables.Leases, Tables.Protection];

    /// <summary>They may be large, and each row of them stands for itself.</summary>
    private static readonly string[] Streamed = [Tables.Cells, Tables.Facets, Tables.Poison];

    /// <summary>The tables whose rows are carried as they are; one that is added later is among them.</summary>
    public static IEnumerable<string> Carried => Tables.All.Except(NotAsRows);

    /// <exception cref="BackupException">There is nothing to back up.</exception>
    public async Task WriteAsync(BackupWriter writer, CancellationToken cancel)
    {
        var organizations = await installation.ListAsync(cancel);
        if (organizations.Count == 0)
            throw new BackupException("The store is empty, so there is nothing to back up. Check the setting OpsTrails:Storage.");

        // Up to here cells and facets tell of every event, as an event enters the feed last. What comes later is told again below.
        var counted = new List<long>();
        foreach (var organization in organizations)
            counted.Add(await feed.CountAsync(organization, cancel) ?? 0);

        foreach (var table in Carried.Except(Streamed))
        {
            foreach (var row in await ReadSettledAsync(table, cancel))
                await writer.WriteAsync(table, row);
        }
        foreach (var table in Streamed)
        {
            await foreach (var row in store.ReadAllAsync(table, RestoreMarker.Everything, cancel))
                await writer.WriteAsync(table, row);
        }
        foreach (var (organization, count) in organizations.Zip(counted))
            await new LedgerBackup(store, organization, writer).WriteAsync(count, cancel);
    }

    /// <summary>Rows of a small table as they were at one moment: those of two readings in a row that found the same.</summary>
    private async Task<IReadOnlyList<Row>> ReadSettledAsync(string table, CancellationToken cancel)
    {
        IReadOnlyList<Row> rows = await store.ReadAllAsync(table, RestoreMarker.Everything, cancel).ToListAsync(cancel);
        for (var reading = 2; reading <= MostReadings; reading++)
        {
            var again = await store.ReadAllAsync(table, RestoreMarker.Everything, cancel).ToListAsync(cancel);
            var isSettled = again.Select(row => (row.Key, row.ETag)).SequenceEqual(rows.Select(row => (row.Key, row.ETag)));
            rows = again;
            if (isSettled)
                return rows;
        }
        throw new BackupException($"The table {table} changed at each of {MostReadings} readings; back up when less is going on.");
    }
}
