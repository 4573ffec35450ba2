using System.Collections.Concurrent;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>How many rows Azure Tables is asked for, where a page is bounded by bytes.</summary>
[Layer(Layer.Store)]
public sealed class PageSizesTests : IDisposable
{
    private const int Take = 100;

    private readonly SemaphoreSlim _manyRows = new(PageSizes.ManyRowsAtOnce);
    private readonly PageSizes _sizes;

    public PageSizesTests() => _sizes = new PageSizes(_manyRows);

    public void Dispose() => _manyRows.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_with_few_rows_and_goes_on_with_all_that_are_wanted_when_they_are_small()
    {
        Assert.Equal(4, await ReadAsync(rowBytes: 500));
        Assert.Equal(Take, await ReadAsync(rowBytes: 500));
    }

    [Fact]
    public async Task Large_rows_count_at_once_and_small_ones_little_by_little()
    {
        await ReadAsync(rowBytes: 500);
        Assert.Equal(Take, await ReadAsync(rowBytes: 60_000));
        Assert.Equal(1, await ReadAsync(rowBytes: 500));
        Assert.Equal(1, await ReadAsync(rowBytes: 500));
        var rows = 0;
        for (var i = 0; i < 20; i++)
            rows = await ReadAsync(rowBytes: 500);
        Assert.Equal(Take, rows);
    }

    [Fact]
    public async Task What_is_known_of_one_organization_and_table_says_nothing_of_another()
    {
        await ReadAsync(rowBytes: 500, partition: "one~2026");
        Assert.Equal(Take, await ReadAsync(rowBytes: 500, partition: "one~2027"));
        Assert.Equal(4, await ReadAsync(rowBytes: 500, partition: "two"));
        Assert.Equal(4, await ReadAsync(rowBytes: 500, partition: "one", table: "other"));
    }

    [Fact]
    public async Task Without_a_limit_of_bytes_or_with_selected_properties_it_asks_for_all()
    {
        Assert.Equal(Take, await ReadAsync(RowRange.InPartition("p")));
        Assert.Equal(Take, await ReadAsync(RowRange.InPartition("p") with { MaxBytes = 64 * 1024, Select = ["Id"] }));
    }

    [Fact]
    public async Task Only_a_few_pages_of_many_rows_are_read_at_once_and_those_that_wait_go_by_what_these_find()
    {
        await ReadAsync(rowBytes: 500);
        var gate = new TaskCompletionSource();
        var asked = new ConcurrentQueue<int>();
        var reads = Enumerable.Range(0, 50).Select(_ => ReadAsync(Limited("p"), "t", 60_000, asked.Enqueue, gate.Task)).ToList();
        Assert.Equal(Enumerable.Repeat(Take, PageSizes.ManyRowsAtOnce), asked);

        gate.SetResult();
        await Task.WhenAll(reads);
        Assert.Equal(Enumerable.Repeat(1, 50 - PageSizes.ManyRowsAtOnce), asked.Skip(PageSizes.ManyRowsAtOnce));
    }

    private Task<int> ReadAsync(int rowBytes, string partition = "p", string table = "t") => ReadAsync(Limited(partition), table, rowBytes);

    private static RowRange Limited(string partition) => RowRange.InPartition(partition) with { MaxBytes = 64 * 1024 };

    /// <returns>The number of rows asked for.</returns>
    private async Task<int> ReadAsync(
        RowRange range,
        string table = "t",
        int rowBytes = 500,
        Action<int>? onAsked = null,
        Task? until = null
    )
    {
        var rows = 0;
        await _sizes.ReadAsync(
            table,
            range,
            Take,
            async asked =>
            {
                rows = asked;
                onAsked?.Invoke(asked);
                await (until ?? Task.CompletedTask);
                return new RowPage([.. Enumerable.Range(0, asked).Select(i => NewRow(i, rowBytes))], null);
            },
            Cancel
        );
        return rows;
    }

    private static Row NewRow(int i, int bytes)
    {
        var row = new Row("p", $"r{i}");
        row["bytes"] = new byte[bytes];
        return row;
    }
}
