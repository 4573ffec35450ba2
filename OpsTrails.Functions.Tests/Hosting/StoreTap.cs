using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

internal sealed record StoreCall(string Table, string Operation);

/// <summary>A layer around the program's real store that sees every call, and can hold it up or make it fail.</summary>
internal sealed class StoreTap
{
    private readonly ConcurrentQueue<StoreCall> _begun = new();
    private readonly ConcurrentQueue<StoreCall> _ended = new();

    /// <summary>Runs before each call reaches the store.</summary>
    public Func<StoreCall, Task> Before { get; set; } = _ => Task.CompletedTask;

    public int Begun(string table, string operation) => _begun.Count(call => call == new StoreCall(table, operation));

    public int Ended(string table, string operation) => _ended.Count(call => call == new StoreCall(table, operation));

    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton(new TableStoreLayer(store => new Layer(store, this)));

    private async ValueTask<T> CallAsync<T>(string table, string operation, Func<ValueTask<T>> store)
    {
        var call = new StoreCall(table, operation);
        _begun.Enqueue(call);
        await Before(call);
        var result = await store();
        _ended.Enqueue(call);
        return result;
    }

    private sealed class Layer(ITableStore inner, StoreTap tap) : ITableStore
    {
        public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) =>
            tap.CallAsync(table, "read", () => inner.ReadAsync(table, key, cancel));

        public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
            tap.CallAsync(table, "write", () => inner.WriteAsync(table, writes, cancel));

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
            tap.CallAsync(table, "query", () => inner.QueryAsync(table, range, take, token, cancel));
    }
}
