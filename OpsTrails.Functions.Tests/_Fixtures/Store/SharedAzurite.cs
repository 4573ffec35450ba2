using OpsTrails.Functions.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// One emulator for the whole assembly, started by the first test that asks. Its queries read the whole table: keep to own
/// partitions and few rows, or start an <see cref="AzuriteServer"/> of your own.
/// </summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteServer>> _server = new(AzuriteServer.StartAsync);

    internal Task<AzuriteServer> StartedAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
            await (await _server.Value).DisposeAsync();
    }
}
