using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class AzureTableStoreContractTests(SharedAzurite azurite) : TableStoreContract
{
    private protected override async ValueTask<ITableStore> OpenAsync() => new AzureTableStore((await azurite.StartedAsync()).Connect());
}
