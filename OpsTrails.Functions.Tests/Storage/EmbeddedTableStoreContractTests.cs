using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

public sealed class EmbeddedTableStoreContractTests : TableStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedTableStore _embedded = null!;

    private protected override ValueTask<ITableStore> OpenAsync() => ValueTask.FromResult<ITableStore>(_embedded = EmbeddedTableStore.Open(_folder.Path));

    private protected override async ValueTask CloseAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Dispose();
    }
}
