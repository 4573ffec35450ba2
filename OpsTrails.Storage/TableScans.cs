using System.Runtime.CompilerServices;

namespace OpsTrails.Storage;

internal static class TableScans
{
    /// <summary>Every row of a range, in key order, a request for each page of 1,000: for ranges that are known to be small.</summary>
    public static async IAsyncEnumerable<Row> ReadAllAsync(
        this ITableStore store,
        string table,
        RowRange range,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        string? token = null;
        do
        {
            var page = await store.QueryAsync(table, range, TableLimits.RowsPerPage, token, cancel);
            foreach (var row in page.Rows)
                yield return row;
            token = page.Token;
        } while (token is not null);
    }
}
