namespace OpsTrails.Storage;

/// <summary>
/// Coalesces upserts by partition, for rows whose key determines their content. Repeating one changes nothing, so a row is sent once in a
/// transaction.
/// </summary>
internal sealed class RowUpserts
{
    private readonly ITableStore _store;
    private readonly Coalescer<(string Table, string Partition), Row, bool> _coalescer;

    public RowUpserts(ITableStore store)
    {
        _store = store;
        _coalescer = new(FlushAsync, TableLimits.WritesPerTransaction, TableLimits.BytesPerTransaction, TableLimits.RequestSizeOf);
    }

    public Task AddAsync(string table, IEnumerable<Row> rows) =>
        Task.WhenAll(rows.GroupBy(row => row.Key.Partition).Select(partition => _coalescer.AddAsync((table, partition.Key), partition)));

    private async Task FlushAsync((string Table, string Partition) at, IReadOnlyList<Pending<Row, bool>> rows)
    {
        var writes = rows.Select(row => row.Item).DistinctBy(row => row.Key.Row).Select(Write.Upsert).ToList();
        var result = await _store.WriteAsync(at.Table, writes, CancellationToken.None);
        if (!result.Succeeded)
            throw new StorageUnavailableException($"An upsert into {at.Table} was answered with {result.Failure}.");
        foreach (var row in rows)
            row.Complete(true);
    }
}
