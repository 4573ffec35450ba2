using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class EmbeddedTableStoreContractTests : TableStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedTableStore _embedded = null!;

    private protected override ValueTask<ITableStore> OpenAsync()
    {
        _embedded = EmbeddedTableStore.Open(_folder.Path);
        return ValueTask.FromResult<ITableStore>(_embedded);
    }

    private protected override async ValueTask CloseAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Dispose();
    }
}
