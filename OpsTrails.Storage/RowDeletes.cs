namespace OpsTrails.Storage;

/// <summary>Deletes rows that others may delete at the same time. Missing rows count as deleted.</summary>
internal static class RowDeletes
{
    private const int MaxAttempts = 16;

    /// <summary>Deletes rows in as few transactions as possible.</summary>
    /// <param name="store">The store.</param>
    /// <param name="table">The table of the rows.</param>
    /// <param name="rows">The keys. A row with an ETag is deleted only if unchanged.</param>
    /// <returns>The number of rows that this call deleted, as far as known.</returns>
    public static async Task<int> DeleteAsync(this ITableStore store, string table, IEnumerable<(RowKey Key, string? ETag)> rows)
    {
        var partitions = rows.DistinctBy(row => row.Key).GroupBy(row => row.Key.Partition);
        var deleted = await Task.WhenAll(
            partitions
                .SelectMany(partition => partition.Chunk(TableLimits.WritesPerTransaction))
                .Select(chunk => DeleteAsync(store, table, [.. chunk]))
        );
        return deleted.Sum();
    }

    private static async Task<int> DeleteAsync(ITableStore store, string table, List<(RowKey Key, string? ETag)> open)
    {
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts)
                throw new StorageUnavailableException($"Deletes in {table} did not settle.");
            var result = await store.WriteAsync(table, [.. open.Select(row => Write.Delete(row.Key, row.ETag))], CancellationToken.None);
            if (result.Succeeded)
                return open.Count;

            // One missing row was deleted by someone else. After a second one, an earlier attempt of this transaction may have succeeded:
            // check all rows.
            if (attempt == 1)
                open.RemoveAt(result.FailedIndex);
            else
                open = await WhatIsThereAsync(store, table, open);
        }
        return 0;
    }

    private static async Task<List<(RowKey Key, string? ETag)>> WhatIsThereAsync(
        ITableStore store,
        string table,
        List<(RowKey Key, string? ETag)> rows
    )
    {
        var there = await Task.WhenAll(rows.Select(row => store.ReadAsync(table, row.Key, CancellationToken.None).AsTask()));
        return
        [
            .. rows.Zip(there)
                .Where(pair => pair.Second is { } row && (pair.First.ETag is null || pair.First.ETag == row.ETag))
                .Select(pair => pair.First),
        ];
    }
}
