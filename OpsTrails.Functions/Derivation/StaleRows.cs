using OpsTrails.Storage;

namespace OpsTrails.Functions.Derivation;

/// <summary>Rows that were derived by other settings.</summary>
internal static class StaleRows
{
    public static IAsyncEnumerable<RowKey> FindAsync(
        ITableStore store,
        string table,
        RowRange range,
        string digest,
        CancellationToken cancel
    ) =>
        store
            .ReadAllAsync(table, range with { Select = ["Types"] }, cancel)
            .Where(row => row.Text("Types") != digest)
            .Select(row => row.Key);
}
