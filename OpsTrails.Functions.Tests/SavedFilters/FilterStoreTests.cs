using OpsTrails.Core.Organizations;
using OpsTrails.Core.SavedFilters;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.SavedFilters;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.SavedFilters;

/// <summary>Saved filters when the answer to a write is lost on the way and the client library sends it again.</summary>
[Layer(Layer.Store)]
public sealed class FilterStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly OrganizationId _organization = OrganizationId.New();
    private EmbeddedTableStore _embedded = null!;
    private SavedFilterStore _filters = null!;

    public ValueTask InitializeAsync()
    {
        _embedded = EmbeddedTableStore.Open(_folder.Path);
        var clock = TestClock.AtNoon();
        _filters = new SavedFilterStore(new RevisedRows(new RepeatingTableStore(_embedded, (_, _) => true), clock), clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_filter_that_was_saved_is_not_refused_over_its_own_name()
    {
        var first = await SaveAsync("one");
        var second = await SaveAsync("two");

        Assert.Equal((null, null), (first.Refusal, second.Refusal));
        Assert.Equal([first.Saved!, second.Saved!], (await _filters.ReadAsync(_organization, Cancel)).All);
    }

    [Fact]
    public async Task Deleting_a_filter_returns_it()
    {
        var saved = (await SaveAsync("one")).Saved!;

        var removed = await _filters.RemoveAsync(_organization, saved.Id, "test", Cancel);

        Assert.Equal(saved, removed);
        Assert.Empty((await _filters.ReadAsync(_organization, Cancel)).All);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<(SavedFilter? Saved, string? Refusal)> SaveAsync(string name) =>
        _filters.AddAsync(_organization, new SavedFilterRequest(name, "", null), "test", Cancel);
}
