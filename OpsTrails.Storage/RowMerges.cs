namespace OpsTrails.Storage;

/// <summary>
/// Read, merge, replace if unchanged: for rows that many write at once and in which every merge is idempotent and order does not matter.
/// </summary>
internal static class RowMerges
{
    private const int MaxRounds = 32;

    /// <param name="store">Where the row is.</param>
    /// <param name="table">Its table.</param>
    /// <param name="key">Its key.</param>
    /// <param name="known">The row as it was seen last, to save the read; or null.</param>
    /// <param name="merge">Gives the row to write, or null when what is there says it all.</param>
    /// <param name="besides">What is written in the same transaction as the row that was given, if anything.</param>
    /// <returns>The row as it is now, with its version.</returns>
    public static async Task<Row> MergeAsync(
        ITableStore store,
        string table,
        RowKey key,
        Row? known,
        Func<Row?, Row?> merge,
        Func<Row, Write>? besides = null
    )
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var current = round == 1 && known is not null ? known : await store.ReadAsync(table, key, CancellationToken.None);
            if (merge(current) is not { } merged)
                return current ?? throw new InvalidOperationException("There is nothing to merge into and nothing to write.");

            var write = current is null ? Write.Add(merged) : Write.Replace(merged, current.ETag!);
            var result = await store.WriteAsync(table, besides is null ? [write] : [write, besides(merged)], CancellationToken.None);
            if (result.Succeeded)
                return merged.WithETag(result.ETags[0]!);
        }
        throw new StorageUnavailableException($"A row of {table} was changed by others {MaxRounds} times in a row.");
    }
}
