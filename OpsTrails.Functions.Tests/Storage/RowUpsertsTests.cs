using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class RowUpsertsTests : IAsyncDisposable
{
    private const string Table = "upserts";

    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedTableStore _embedded;
    private readonly RowUpserts _upserts;

    public RowUpsertsTests()
    {
        _embedded = EmbeddedTableStore.Open(_folder.Path);
        _upserts = new RowUpserts(new LimitedTableStore(_embedded));
    }

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rows_of_several_partitions_are_all_there()
    {
        await _upserts.AddAsync(Table, [new Row("p1", "a"), new Row("p2", "a"), new Row("p1", "b")]);

        Assert.Equal(["a", "b", "a"], [.. await KeysAsync("p1"), .. await KeysAsync("p2")]);
    }

    [Fact]
    public async Task The_same_row_twice_is_one()
    {
        await _upserts.AddAsync(Table, [new Row("p", "a"), new Row("p", "a"), new Row("p", "b")]);

        Assert.Equal(["a", "b"], await KeysAsync("p"));
    }

    [Fact]
    public async Task A_row_that_is_there_may_be_put_again()
    {
        await _upserts.AddAsync(Table, [new Row("p", "a")]);
        await _upserts.AddAsync(Table, [new Row("p", "a")]);

        Assert.Equal(["a"], await KeysAsync("p"));
    }

    [Fact]
    public async Task More_rows_than_a_transaction_holds_are_split()
    {
        await _upserts.AddAsync(Table, Enumerable.Range(0, 250).Select(i => new Row("p", $"r{i}")));

        Assert.Equal(250, (await KeysAsync("p")).Length);
    }

    [Fact]
    public async Task More_bytes_than_a_transaction_holds_are_split()
    {
        await _upserts.AddAsync(
            Table,
            Enumerable.Range(0, 90).Select(i => new Row("p", $"r{i}") { ["Piece"] = new byte[TableLimits.BytesPerProperty] })
        );

        Assert.Equal(90, (await KeysAsync("p")).Length);
    }

    private async Task<string[]> KeysAsync(string partition) =>
        await _embedded
            .ReadAllAsync(Table, RowRange.InPartition(partition), TestContext.Current.CancellationToken)
            .Select(row => row.Key.Row)
            .ToArrayAsync();
}
