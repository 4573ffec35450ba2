namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The package under a host and over an emulator of its own, since it sweeps at once what others may still be doing.</summary>
public sealed class HostedApp(PublishedPackage package) : IAsyncLifetime
{
    private AzuriteServer? _azurite;
    private TestFunctionsHost? _host;

    internal TestFunctionsHost Host => _host!;

    internal string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        _host = await TestFunctionsHost.StartAsync(
            await package.PublishedAsync(),
            _azurite.ConnectionString,
            "OpsTrails__Sweep__After=00:00:00"
        );
        Key = await _host.CreateKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
