using System.Collections.Concurrent;

namespace OpsTrails.Storage.AzureTables;

/// <summary>
/// Chooses how many rows to ask for, where a page must not become large. Azure Tables ends a page by rows only, so this goes by the rows
/// that were read before in the same table and organization. Until then, and where rows are large, it asks for few.
/// </summary>
internal sealed class PageSizes(SemaphoreSlim manyRows)
{
    private const int MaxKnown = 10_000;

    /// <summary>A page of rows as large as events can be has four times the size wanted.</summary>
    private const int BytesOfUnknownRow = 16 * 1024;

    /// <summary>Rows can be larger than those before them, so a process reads only so many pages of many rows at once.</summary>
    public const int ManyRowsAtOnce = 8;

    private readonly ConcurrentDictionary<(string Table, string Partition), int> _known = new();

    /// <summary>Reads a page by its number of rows.</summary>
    public async Task<RowPage> ReadAsync(string table, RowRange range, int take, Func<int, Task<RowPage>> read, CancellationToken cancel)
    {
        if (range.MaxBytes is not { } maxBytes || range.Select is not null)
            return await read(take);
        var few = Math.Max(1, maxBytes / BytesOfUnknownRow);
        var key = KeyOf(table, range);
        if (RowsOf(key, maxBytes, take) <= few)
            return Learn(key, await read(Math.Min(few, RowsOf(key, maxBytes, take))));

        await manyRows.WaitAsync(cancel);
        try
        {
            // The reads before this one may have met large rows.
            return Learn(key, await read(RowsOf(key, maxBytes, take)));
        }
        finally
        {
            manyRows.Release();
        }
    }

    private int RowsOf((string Table, string Partition) key, int maxBytes, int take) =>
        Math.Clamp(maxBytes / _known.GetValueOrDefault(key, BytesOfUnknownRow), 1, take);

    /// <summary>Large rows count at once, small ones little by little: what comes next may be like what came before.</summary>
    private RowPage Learn((string Table, string Partition) key, RowPage page)
    {
        if (page.Rows.Count == 0)
            return page;
        var mean = page.Rows.Sum(SizeOf) / page.Rows.Count + 1;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        _known.AddOrUpdate(key, mean, (_, known) => Math.Max(mean, (3 * known + mean) / 4));
        return page;
    }

    private static int SizeOf(Row row) => row.Properties.Sum(property => property.Key.Length + TableLimits.SizeOf(property.Value));

    /// <summary>Partition keys begin with the organization.</summary>
    private static (string Table, string Partition) KeyOf(string table, RowRange range) => (table, range.PartitionFrom.Split('~', 2)[0]);
}
