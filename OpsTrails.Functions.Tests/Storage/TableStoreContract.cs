using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>What every table store does alike. A class for each store runs all of it.</summary>
public abstract partial class TableStoreContract : IAsyncLifetime
{
    private const string Table = "contract";

    private readonly string _partition = Guid.NewGuid().ToString("N");
    private LimitedTableStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = new LimitedTableStore(await OpenAsync());

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract ValueTask<ITableStore> OpenAsync();

    private protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    private RowKey Key(string row) => new(_partition, row);

    private Row NewRow(string row, string text = "")
    {
        var made = new Row(Key(row));
        made["text"] = text;
        return made;
    }

    private ValueTask<WriteResult> WriteAsync(params Write[] writes) => _store.WriteAsync(Table, writes, Cancel);

    private ValueTask<Row?> ReadAsync(string row) => _store.ReadAsync(Table, Key(row), Cancel);

    private async Task<string> AddedAsync(string row, string text = "")
    {
        var result = await WriteAsync(Write.Add(NewRow(row, text)));
        Assert.True(result.Succeeded);
        return result.ETags[0]!;
    }

    private async Task<List<Row>> AllAsync(RowRange range, int take = 1_000, Func<Task>? betweenPages = null)
    {
        var rows = new List<Row>();
        string? token = null;
        do
        {
            var page = await _store.QueryAsync(Table, range, take, token, Cancel);
            Assert.InRange(page.Rows.Count, 0, take);
            rows.AddRange(page.Rows);
            token = page.Token;
            if (token is not null && betweenPages is not null)
                await betweenPages();
        } while (token is not null);
        return rows;
    }

    private async Task<string[]> KeysAsync(RowRange range, int take = 1_000) =>
        [.. (await AllAsync(range, take)).Select(row => row.Key.Row)];
}
