namespace OpsTrails.Storage;

/// <summary>Deletes of rows that others may delete at the same time: what is gone already is as it should be.</summary>
internal static class RowDeletes
{
    private const int MaxRounds = 16;

    /// <summary>Deletes rows of a table, in as few transactions as it allows.</summary>
    /// <param name="store">Where the rows are.</param>
    /// <param name="table">Their table.</param>
    /// <param name="rows">Their keys; one with a version is deleted only while the row still has it.</param>
    /// <returns>How many of them this call found there and deleted, as far as answers tell.</returns>
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
        for (var round = 1; open.Count > 0; round++)
        {
            if (round > MaxRounds)
                throw new StorageUnavailableException($"Deletes in {table} did not settle.");
            var result = await store.WriteAsync(table, [.. open.Select(row => Write.Delete(row.Key, row.ETag))], CancellationToken.None);
            if (result.Succeeded)
                return open.Count;

            // One that is gone was deleted by somebody else too. Two, and it may be this very transaction that was done by an earlier try: look at all.
            if (round == 1)
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
