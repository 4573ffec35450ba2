using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The program's own writers and readers over one store, for any number of organizations; queries are counted by table.</summary>
internal sealed class GridStore : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _queries;

    private GridStore(TestApp app, ConcurrentQueue<string> queries) => (App, _queries) = (app, queries);

    public TestApp App { get; }

    public GridReader Grid => App.Services.GetRequiredService<GridReader>();

    public EnvironmentDiffs Diffs => App.Services.GetRequiredService<EnvironmentDiffs>();

    public static async Task<GridStore> StartAsync(string? storage = null)
    {
        var queries = new ConcurrentQueue<string>();
        var app = await TestApp.StartAsync(
            storage,
            builder => builder.Services.AddSingleton(new TableStoreLayer(store => new CountedStore(store, queries)))
        );
        return new GridStore(app, queries);
    }

    /// <summary>Writes groups one after the other, the way recording does.</summary>
    public async Task RecordAsync(OrganizationId organization, IEnumerable<IReadOnlyList<RecordedEvent>> groups)
    {
        foreach (var group in groups)
            await App.Services.GetRequiredService<EventCompletion>().CompleteAsync(organization, group);
    }

    public Task<GridAt> ReadAsync(OrganizationId organization, Timestamp at, OrganizationSettings? settings = null) =>
        Grid.ReadAsync(organization, new GridQuery(at), settings ?? OrganizationSettings.Default, TestContext.Current.CancellationToken);

    /// <summary>The grid at a moment, and the tables that it took a request each to read.</summary>
    public Task<(GridAt Grid, IReadOnlyList<string> Queries)> CountAsync(OrganizationId organization, Timestamp at) =>
        CountAsync(() => ReadAsync(organization, at));

    public async Task<(T Answer, IReadOnlyList<string> Queries)> CountAsync<T>(Func<Task<T>> read)
    {
        _queries.Clear();
        var answer = await read();
        return (answer, [.. _queries.Where(table => table is Tables.Cells or Tables.Events or Tables.Timeline)]);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private sealed class CountedStore(ITableStore inner, ConcurrentQueue<string> queries) : ITableStore
    {
        public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

        public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
            inner.WriteAsync(table, writes, cancel);

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
        {
            queries.Enqueue(table);
            return inner.QueryAsync(table, range, take, token, cancel);
        }
    }
}
