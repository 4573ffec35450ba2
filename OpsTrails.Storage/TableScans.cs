using System.Runtime.CompilerServices;

namespace OpsTrails.Storage;

internal static class TableScans
{
    /// <summary>Reads all rows of a range in key order, with a request for each 1,000 rows. Use it only for small ranges.</summary>
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

    /// <summary>The first rows of a range, in key order. Takes several requests where the store answers with short pages.</summary>
    public static async Task<IReadOnlyList<Row>> ReadUpToAsync(
        this ITableStore store,
        string table,
        RowRange range,
        int count,
        CancellationToken cancel
    )
    {
        var rows = new List<Row>();
        string? token = null;
        do
        {
            var page = await store.QueryAsync(table, range, Math.Min(count - rows.Count, TableLimits.RowsPerPage), token, cancel);
            rows.AddRange(page.Rows);
            token = page.Token;
        } while (token is not null && rows.Count < count);
        return rows;
    }

    /// <summary>The first page of a range that has rows; empty when the range has none.</summary>
    public static async Task<IReadOnlyList<Row>> ReadFirstPageAsync(
        this ITableStore store,
        string table,
        RowRange range,
        int take,
        CancellationToken cancel
    )
    {
        RowPage page;
        string? token = null;
        do
        {
            page = await store.QueryAsync(table, range, take, token, cancel);
            token = page.Token;
        } while (page.Rows.Count == 0 && token is not null);
        return page.Rows;
    }
}
