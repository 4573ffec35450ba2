using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class RowMergesTests : IAsyncDisposable
{
    private const string Table = "merges";

    private static readonly RowKey Key = new("p", "r");

    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedTableStore _store;

    public RowMergesTests() => _store = EmbeddedTableStore.Open(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_added()
    {
        var row = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);

        Assert.Equal((1L, row.ETag), await ReadAsync());
    }

    [Fact]
    public async Task A_row_that_is_there_is_merged_into()
    {
        await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);

        var row = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);

        Assert.Equal((2L, row.ETag), await ReadAsync());
    }

    [Fact]
    public async Task A_row_known_as_it_was_before_others_changed_it_is_read_again()
    {
        var known = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);
        await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);

        var row = await RowMerges.MergeAsync(_store, Table, Key, known, AddOne);

        Assert.Equal((3L, row.ETag), await ReadAsync());
    }

    [Fact]
    public async Task A_row_known_that_is_gone_is_added_again()
    {
        var known = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);
        await _store.WriteAsync(Table, [Write.Delete(Key)], Cancel);

        await RowMerges.MergeAsync(_store, Table, Key, known, AddOne);

        Assert.Equal(1L, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task What_says_it_all_already_is_not_written()
    {
        var before = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);

        var after = await RowMerges.MergeAsync(_store, Table, Key, known: null, _ => null);

        Assert.Equal(before.ETag, after.ETag);
    }

    [Fact]
    public async Task Of_many_at_once_each_is_merged_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne)));

        Assert.Equal(8L, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_row_that_others_never_stop_changing_is_given_up_on()
    {
        var stale = await RowMerges.MergeAsync(_store, Table, Key, known: null, AddOne);
        var rounds = 0;

        var merge = RowMerges.MergeAsync(
            _store,
            Table,
            Key,
            known: null,
            current =>
            {
                rounds++;
                _store.WriteAsync(Table, [Write.Upsert(AddOne(current))], Cancel).AsTask().GetAwaiter().GetResult();
                return AddOne(current);
            }
        );

        await Assert.ThrowsAsync<StorageUnavailableException>(() => merge);
        Assert.Equal((32, 33L), (rounds, (await ReadAsync()).Count));
        Assert.NotEqual(stale.ETag, (await ReadAsync()).ETag);
    }

    private static Row AddOne(Row? current) => new(Key) { ["Count"] = (current?.Number("Count") ?? 0) + 1 };

    private async Task<(long? Count, string? ETag)> ReadAsync()
    {
        var row = await _store.ReadAsync(Table, Key, Cancel);
        return (row?.Number("Count"), row?.ETag);
    }
}
