using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The worker's process as a host keeps it: started again when it ends, until it has ended three times.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int MaxDeaths = 3;

    // Settings of the tests' own process don't belong to the program.
    private static readonly string[] Foreign =
    [
        "ASPNETCORE_",
        "DOTNET_",
        "OPSTRAILS_",
        "OTEL_",
        "FUNCTIONS_",
        "AZURE",
        "APPLICATIONINSIGHTS_",
    ];

    private readonly FunctionApp _app;
    private readonly int _rpcPort;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process;
    private bool _isStopping;

    public WorkerProcess(FunctionApp app, int rpcPort, IReadOnlyDictionary<string, string> settings)
    {
        (_app, _rpcPort, _settings) = (app, rpcPort, settings);
        _process = Start();
    }

    public int Deaths { get; private set; }

    /// <summary>Completes when it has ended too often.</summary>
    public Task GaveUp => _gaveUp.Task;

    public int ProcessId
    {
        get
        {
            lock (_gate)
                return _process.Id;
        }
    }

    /// <summary>What all of them wrote to standard output and error.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Ends it at once, as if it had crashed.</summary>
    public void Kill()
    {
        lock (_gate)
            _process.Kill();
    }

    /// <summary>Waits for the end that the host asked for, and kills what hasn't ended then.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> StopAsync(Action terminate, TimeSpan grace)
    {
        Process last;
        lock (_gate)
        {
            _isStopping = true;
            last = _process;
        }
        if (!last.HasExited)
            terminate();
        using var timeout = new CancellationTokenSource(grace);
        try
        {
            await last.WaitForExitAsync(timeout.Token);
            return last.ExitCode;
        }
        catch (OperationCanceledException)
        {
            last.Kill();
            await last.WaitForExitAsync();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(Kill, TimeSpan.FromMinutes(1));
        _process.Dispose();
    }

    private Process Start()
    {
        var (port, worker, request) = (
            _rpcPort.ToString(CultureInfo.InvariantCulture),
            Guid.NewGuid().ToString(),
            Guid.NewGuid().ToString()
        );
        var address = $"http://127.0.0.1:{port}/";
        var length = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            _app.Executable,
            [
                .. _app.Arguments,
                "--host",
                "127.0.0.1",
                "--port",
                port,
                "--workerId",
                worker,
                "--requestId",
                request,
                "--grpcMaxMessageLength",
                length,
                "--functions-uri",
                address,
                "--functions-worker-id",
                worker,
                "--functions-request-id",
                request,
                "--functions-grpc-max-message-length",
                length,
            ]
        )
        {
            WorkingDirectory = _app.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && name != "DOTNET_ROOT")
                start.Environment.Remove(name);
        }
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = _app.Root;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = _app.Root;
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => Ended();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Ended()
    {
        lock (_gate)
        {
            if (_isStopping)
                return;
            Deaths++;
            if (Deaths < MaxDeaths)
                _process = Start();
            else
                _gaveUp.TrySetResult();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }
}
