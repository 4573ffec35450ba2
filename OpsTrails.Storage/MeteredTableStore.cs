using System.Diagnostics.Metrics;

namespace OpsTrails.Storage;

/// <summary>Counts storage requests by table and operation, one for each call, as billed.</summary>
internal sealed class MeteredTableStore(ITableStore inner, Counter<long> requests) : ITableStore
{
    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        Count(table, "read");
        return inner.ReadAsync(table, key, cancel);
    }

    public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        Count(table, "write");
        return inner.WriteAsync(table, writes, cancel);
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        Count(table, "query");
        return inner.QueryAsync(table, range, take, token, cancel);
    }

    private void Count(string table, string operation) =>
        requests.Add(1, new KeyValuePair<string, object?>("table", table), new KeyValuePair<string, object?>("operation", operation));
}
