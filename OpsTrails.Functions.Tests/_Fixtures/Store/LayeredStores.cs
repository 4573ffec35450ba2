using System.Collections.Concurrent;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Keeps what was written, transaction by transaction.</summary>
internal sealed class WatchedTableStore(ITableStore inner) : ITableStore
{
    private readonly ConcurrentQueue<(string Table, IReadOnlyList<Write> Writes)> _done = new();

    /// <summary>Those that were done, in the order of their answers.</summary>
    public IReadOnlyCollection<(string Table, IReadOnlyList<Write> Writes)> Done => _done;

    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
        inner.QueryAsync(table, range, take, token, cancel);

    public async ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var result = await inner.WriteAsync(table, writes, cancel);
        if (result.Succeeded)
            _done.Enqueue((table, writes));
        return result;
    }
}

/// <summary>Does not do the writes of a chosen kind.</summary>
internal sealed class FailingTableStore(ITableStore inner, Func<string, IReadOnlyList<Write>, bool> fails) : ITableStore
{
    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
        inner.QueryAsync(table, range, take, token, cancel);

    public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
        fails(table, writes) ? throw new StorageUnavailableException("Told to fail.") : inner.WriteAsync(table, writes, cancel);
}

/// <summary>Does writes of a chosen kind twice, as a client does whose first try was done and its answer lost.</summary>
internal sealed class RepeatingTableStore(ITableStore inner, Func<string, IReadOnlyList<Write>, bool> repeats) : ITableStore
{
    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
        inner.QueryAsync(table, range, take, token, cancel);

    public async ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        if (repeats(table, writes))
            await inner.WriteAsync(table, writes, cancel);
        return await inner.WriteAsync(table, writes, cancel);
    }
}

/// <summary>Counts requests by operation.</summary>
internal sealed class CountedTableStore(ITableStore inner) : ITableStore
{
    private int _reads;
    private int _queries;
    private int _writes;

    public (int Reads, int Queries, int Writes) Counts => (_reads, _queries, _writes);

    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(table, key, cancel);
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        Interlocked.Increment(ref _queries);
        return inner.QueryAsync(table, range, take, token, cancel);
    }

    public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        Interlocked.Increment(ref _writes);
        return inner.WriteAsync(table, writes, cancel);
    }
}
