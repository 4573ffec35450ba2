using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsTrails.Benchmarks;

/// <summary>A server in its own process, on a free loopback port.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;

    private Server(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Task<Server> StartEmptyAsync() =>
        StartAsync(port => [typeof(Server).Assembly.Location, "serve-empty", $"http://127.0.0.1:{port}"]);

    public static Task<Server> StartOpsTrailsAsync(string folder, string setupToken) =>
        StartAsync(port =>
            [
                Path.Combine(AppContext.BaseDirectory, "OpsTrails.Functions.dll"),
                $"--urls=http://127.0.0.1:{port}",
                "--environment=Production",
                $"--OpsTrails:Storage={folder}",
                $"--OpsTrails:SetupToken={setupToken}",
                "--OpsTrails:Rates:PerKeyPerSecond=0",
            ]
        );

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<Server> StartAsync(Func<int, string[]> arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var start = new ProcessStartInfo("dotnet", arguments(port)) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("listens on", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Server(process, port);
            }
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }
}
