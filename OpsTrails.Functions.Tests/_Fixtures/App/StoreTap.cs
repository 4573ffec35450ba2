using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

internal sealed record StoreCall(string Table, string Operation, string Partition);

/// <summary>A layer around the program's real store that sees every call, and can hold it up or make it fail.</summary>
internal sealed class StoreTap
{
    private readonly ConcurrentQueue<StoreCall> _begun = new();
    private readonly ConcurrentQueue<StoreCall> _ended = new();

    /// <summary>Runs before each call reaches the store.</summary>
    public Func<StoreCall, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after each call, which the store has then done.</summary>
    public Func<StoreCall, Task> After { get; set; } = _ => Task.CompletedTask;

    public int Begun(string table, string operation, string partition = "") => Count(_begun, table, operation, partition);

    public int Ended(string table, string operation, string partition = "") => Count(_ended, table, operation, partition);

    /// <summary>Makes every call fail that this holds for, until it is set to something else.</summary>
    public void FailWhen(Func<StoreCall, bool> fails, Exception? exception = null) =>
        Before = call =>
            fails(call) ? Task.FromException(exception ?? new StorageUnavailableException("The store is down.")) : Task.CompletedTask;

    /// <summary>Makes the n-th write fail, before it is done or after.</summary>
    /// <param name="write">The number of the write, from 1.</param>
    /// <param name="isDone">Whether the store does it first.</param>
    /// <param name="except">A table whose writes don't count.</param>
    /// <returns>Tells whether it came to that.</returns>
    public Func<bool> FailAt(int write, bool isDone, string? except = null)
    {
        var (seen, failed) = (0, false);
        Task Fail(StoreCall call)
        {
            if (call.Operation != "write" || call.Table == except || Interlocked.Increment(ref seen) != write)
                return Task.CompletedTask;
            failed = true;
            return Task.FromException(new StorageUnavailableException("The store is down."));
        }
        if (isDone)
            After = Fail;
        else
            Before = Fail;
        return () => failed;
    }

    public void Heal()
    {
        Before = _ => Task.CompletedTask;
        After = _ => Task.CompletedTask;
    }

    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton(new TableStoreLayer(store => new Layer(store, this)));

    private static int Count(IEnumerable<StoreCall> calls, string table, string operation, string partition) =>
        calls.Count(call =>
            call.Table == table && call.Operation == operation && call.Partition.StartsWith(partition, StringComparison.Ordinal)
        );

    private async ValueTask<T> CallAsync<T>(string table, string operation, string partition, Func<ValueTask<T>> store)
    {
        var call = new StoreCall(table, operation, partition);
        _begun.Enqueue(call);
        await Before(call);
        var result = await store();
        await After(call);
        _ended.Enqueue(call);
        return result;
    }

    private sealed class Layer(ITableStore inner, StoreTap tap) : ITableStore
    {
        public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) =>
            tap.CallAsync(table, "read", key.Partition, () => inner.ReadAsync(table, key, cancel));

        public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
            tap.CallAsync(table, "write", writes[0].Key.Partition, () => inner.WriteAsync(table, writes, cancel));

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
            tap.CallAsync(table, "query", range.PartitionFrom, () => inner.QueryAsync(table, range, take, token, cancel));
    }
}
