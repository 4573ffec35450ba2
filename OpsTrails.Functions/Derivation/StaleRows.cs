using OpsTrails.Core.Meaning;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Derivation;

/// <summary>Rows that name other meanings of types than those they were to be derived by.</summary>
internal static class StaleRows
{
    public static IAsyncEnumerable<RowKey> FindAsync(
        ITableStore store,
        string table,
        RowRange range,
        TypeMeanings types,
        CancellationToken cancel
    ) =>
        store
            .ReadAllAsync(table, range with { Select = ["Types"] }, cancel)
            .Where(row => row.Text("Types") != types.Digest)
            .Select(row => row.Key);
}
