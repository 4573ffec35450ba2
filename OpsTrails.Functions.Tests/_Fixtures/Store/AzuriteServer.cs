using System.Diagnostics;
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

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private AzuriteServer(Process process, int port)
    {
        _process = process;
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
                + $"TableEndpoint=http://127.0.0.1:{port}/{AccountName};"
        );
    }

    public string ConnectionString { get; }

    public static async Task<AzuriteServer> StartAsync()
    {
        var folder = await NodePackages.EnsureAsync("azurite");
        for (var attempt = 1; ; attempt++)
        {
            // Between finding a free port and taking it another process may be faster.
            if (await TryStartAsync(folder, FreePort.Find()) is { } server)
                return server;
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
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private static async Task<AzuriteServer?> TryStartAsync(string folder, int port)
    {
        var process = Process.Start(
            new ProcessStartInfo(
                "node",
                [
                    "start.js",
                    "--inMemoryPersistence",
                    "--skipApiVersionCheck",
                    "--disableTelemetry",
                    "--silent",
                    "--tableHost",
                    "127.0.0.1",
                    "--tablePort",
                    port.ToString(CultureInfo.InvariantCulture),
                    "--tableKeepAliveTimeout",
                    "60",
                ]
            )
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                started.TrySetResult(false);
            else if (line.Data.Contains("successfully started", StringComparison.Ordinal))
                started.TrySetResult(true);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var server = new AzuriteServer(process, port);
        if (await started.Task.WaitAsync(Timeout))
            return server;
        await server.DisposeAsync();
        return null;
    }
}
