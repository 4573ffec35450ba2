using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The custom handler as a host keeps it: started anew on the same port when it ends, until it has ended three times; killed at the end, without a warning.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private const int MostDeaths = 3;

    // What the tests themselves were started with is not to reach the program.
    private static readonly string[] Foreign = ["ASPNETCORE_", "DOTNET_", "OPSTRAILS_", "OTEL_", "FUNCTIONS_", "AZURE"];

    private readonly FunctionApp _app;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process;
    private bool _isStopping;

    public HandlerProcess(FunctionApp app, int port, IReadOnlyDictionary<string, string> settings)
    {
        _app = app;
        _settings = settings;
        Port = port;
        _process = Start();
    }

    public int Port { get; }

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

    /// <summary>What all of them wrote.</summary>
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

    public async ValueTask DisposeAsync()
    {
        Process last;
        lock (_gate)
        {
            _isStopping = true;
            last = _process;
            if (!last.HasExited)
                last.Kill();
        }
        await last.WaitForExitAsync();
        last.Dispose();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_app.Executable, _app.Arguments)
        {
            WorkingDirectory = _app.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                start.Environment.Remove(name);
        }
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = Port.ToString(CultureInfo.InvariantCulture);

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
            if (Deaths < MostDeaths)
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
