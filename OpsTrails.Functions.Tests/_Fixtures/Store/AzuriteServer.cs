using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The table emulator on a free port, empty, in memory. Skips the test when there is no Node.js.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    // The emulator's one well-known account, the same on every machine.
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly int _port;
    private bool _isStopped;

    private AzuriteServer(int port)
    {
        _port = port;
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
                + $"TableEndpoint=http://127.0.0.1:{port}/{AccountName};"
        );
    }

    public string ConnectionString { get; }

    public static async Task<AzuriteServer> StartAsync()
    {
        var process = await AzuriteProcess.StartedAsync();
        for (var attempt = 1; ; attempt++)
        {
            // Between finding a free port and taking it another process may be faster.
            var port = FreePort.Find();
            if (await process.TryStartAsync(port))
                return new AzuriteServer(port);
            Assert.True(attempt < 5, "Azurite did not start.");
        }
    }

    /// <summary>A client as the app makes it, but quick to retry; policies run at every try.</summary>
    public TableServiceClient Connect(params HttpPipelinePolicy[] policies) =>
        TableService.Connect(ConnectionString, Identity.OfThisProcess(), NewOptions(policies));

    /// <summary>
    /// The options of such a client, for a program that makes it itself. It waits for long: a request that is tried again because the
    /// machine is slow meets what the first try has done.
    /// </summary>
    public static TableClientOptions NewOptions(params HttpPipelinePolicy[] policies)
    {
        var options = TableService.NewOptions();
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(1);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(10);
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await (await AzuriteProcess.StartedAsync()).StopAsync(_port);
    }
}
