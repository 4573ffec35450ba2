namespace OpsTrails.Storage;

/// <summary>
/// Read, merge, replace if unchanged. For rows with many concurrent writers, where merges are idempotent and commutative.
/// </summary>
internal static class RowMerges
{
    private const int MaxAttempts = 32;

    /// <param name="store">The store.</param>
    /// <param name="table">The table of the row.</param>
    /// <param name="key">The key of the row.</param>
    /// <param name="known">The last known row, which saves a read, or null.</param>
    /// <param name="merge">Returns the row to write, or null if nothing changes.</param>
    /// <param name="alongside">Returns another write for the same transaction. Null for none.</param>
    /// <returns>The current row with its ETag.</returns>
    public static async Task<Row> MergeAsync(
        ITableStore store,
        string table,
        RowKey key,
        Row? known,
        Func<Row?, Row?> merge,
        Func<Row, Write>? alongside = null
    )
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var current = attempt == 1 && known is not null ? known : await store.ReadAsync(table, key, CancellationToken.None);
            if (merge(current) is not { } merged)
                return current ?? throw new InvalidOperationException("There is nothing to merge into and nothing to write.");

            var write = current is null ? Write.Add(merged) : Write.Replace(merged, current.ETag!);
            var result = await store.WriteAsync(table, alongside is null ? [write] : [write, alongside(merged)], CancellationToken.None);
            if (result.Succeeded)
                return merged.WithETag(result.ETags[0]!);
        }
        throw new StorageUnavailableException($"A row of {table} was changed by others {MaxAttempts} times in a row.");
    }
}
