using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>An embedded store of its own and the emulator that tests share, for what has to hold on both.</summary>
internal sealed class BothStores(SharedAzurite azurite) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedTableStore? _embedded;

    public EmbeddedTableStore Embedded => _embedded ??= EmbeddedTableStore.Open(_folder.Path);

    public async Task<ITableStore> OfAsync(bool azure) => azure ? new AzureTableStore((await azurite.StartedAsync()).Connect()) : Embedded;

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        _folder.Dispose();
    }
}
