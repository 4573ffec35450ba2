using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The process that serves all emulators of the assembly, each on a port and a memory of its own: to load Azurite takes two seconds of a
/// processor, which is more than most tests take. It ends with the tests.
/// </summary>
internal sealed class AzuriteProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<AzuriteProcess>> Started = new(StartAsync);

    private readonly Process _process;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _asked = new();

    private AzuriteProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static Task<AzuriteProcess> StartedAsync() => Started.Value;

    /// <summary>Starts an empty emulator.</summary>
    /// <returns>Whether it serves; false when the port is taken.</returns>
    public Task<bool> TryStartAsync(int port) => AskAsync("start", port);

    /// <summary>Closes the port, and forgets what was stored.</summary>
    public async Task StopAsync(int port) => Assert.True(await AskAsync("stop", port), "The emulator did not stop.");

    private static async Task<AzuriteProcess> StartAsync()
    {
        var folder = await NodePackages.EnsureAsync("azurite");
        var start = new ProcessStartInfo("node", ["start.js"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new AzuriteProcess(Process.Start(start)!);
    }

    private Task<bool> AskAsync(string command, int port)
    {
        var name = port.ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_asked.TryAdd(name, answer))
            return Task.FromResult(false);
        lock (_writing)
            _process.StandardInput.WriteLine($"{command} {name}");
        return answer.Task.WaitAsync(Patience, TimeProvider.System);
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            foreach (var answer in _asked.Values)
                answer.TrySetException(new InvalidOperationException("The process of the emulators has ended."));
        }
        else if (line.Split(' ') is [var what, var port] && _asked.TryRemove(port, out var answer))
        {
            answer.TrySetResult(what != "failed");
        }
    }
}
