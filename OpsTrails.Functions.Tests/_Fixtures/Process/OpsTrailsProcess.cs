using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The program as it is shipped, in a process of its own on a free loopback port. Killed at the end if it still runs; whatever goes wrong
/// is told together with what it wrote.
/// </summary>
internal sealed class OpsTrailsProcess : IAsyncDisposable
{
    public const string SetupToken = TestApp.SetupToken;

    private const string Listens = " listens on ";
    private const int SigTerm = 15;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // What the tests themselves were started with is not to reach the program.
    private static readonly string[] Foreign =
    [
        "ASPNETCORE_",
        "DOTNET_ENVIRONMENT",
        "OPSTRAILS_",
        "OTEL_",
        "FUNCTIONS_",
        "APPLICATIONINSIGHTS_",
    ];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OpsTrailsProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address =>
        _listening.Task.IsCompletedSuccessfully
            ? _listening.Task.Result
            : throw new InvalidOperationException(Told("The program does not listen."));

    public string Output => TextOf(_output);

    public string Error => TextOf(_error);

    /// <summary>Its memory now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most memory that it has had at once, in bytes. Linux only.</summary>
    public long PeakMemory =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{_process.Id}/status")
                .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>Starts the program and waits until it listens.</summary>
    /// <param name="storage">A folder or a connection string.</param>
    /// <param name="settings">Further settings as <c>OpsTrails:Name=value</c>. Rates are unlimited unless set here.</param>
    public static async Task<OpsTrailsProcess> StartAsync(string storage, params string[] settings)
    {
        var program = Launch(storage, killAt: null, settings);
        try
        {
            Assert.True(await program.ListensAsync(), program.Told("The program ended before it listened."));
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program with a moment at which it ends, perhaps before it listens: there may be something to finish.</summary>
    public static OpsTrailsProcess Launch(string storage, KillPoint? killAt, params string[] settings)
    {
        string[] args =
        [
            "--OpsTrails:Storage=" + storage,
            "--OpsTrails:SetupToken=" + SetupToken,
            "--OpsTrails:Rates:PerKeyPerSecond=0",
            "--OpsTrails:Rates:UnknownPerSecond=0",
            .. settings.Select(setting => "--" + setting),
        ];
        return Run(args, killAt is null ? [] : [(KillPoint.Variable, killAt.ToString())]);
    }

    /// <summary>
    /// Starts the program with these arguments and environment variables, on a free port if they name no address and it is to listen.
    /// </summary>
    public static OpsTrailsProcess Run(string[] args, params (string Name, string Value)[] variables)
    {
        string[] address =
            args is ["smoke", ..] || args.Any(arg => arg.StartsWith("--urls", StringComparison.Ordinal))
                ? []
                : ["--urls=http://127.0.0.1:0"];
        return RunExactly(AppContext.BaseDirectory, [.. args, .. address], variables);
    }

    /// <summary>Starts the program in a folder, with these arguments and no others.</summary>
    public static OpsTrailsProcess RunExactly(string workingFolder, string[] args, params (string Name, string Value)[] variables)
    {
        var folder = AppContext.BaseDirectory;

        // The dependencies of the tests hold those of the program, and let it find the test assembly.
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "exec",
                "--depsfile",
                Path.Combine(folder, "OpsTrails.Functions.Tests.deps.json"),
                "--runtimeconfig",
                Path.Combine(folder, "OpsTrails.Functions.runtimeconfig.json"),
                Path.Combine(folder, "OpsTrails.Functions.dll"),
                .. args,
            ]
        )
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                start.Environment.Remove(name);
        }
        start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(ProgramUnderTest).Assembly.GetName().Name;
        start.Environment[ProgramUnderTest.EndsWithInput] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new OpsTrailsProcess(start);
    }

    /// <returns>Whether it listens; false when it ended instead.</returns>
    public async Task<bool> ListensAsync()
    {
        await WithinPatienceAsync(Task.WhenAny(_listening.Task, _process.WaitForExitAsync()), "The program neither listens nor ends.");
        return _listening.Task.IsCompletedSuccessfully;
    }

    /// <summary>Waits until it has answered a request: by then it has said all that it says at its start.</summary>
    public async Task WhenQuietAsync()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = Timeout };
        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative));
    }

    /// <summary>Makes a key over the API, with the setup token.</summary>
    public async Task<string> CreateKeyAsync(string scope = "READ_WRITE")
    {
        using var client = ClientWith(SetupToken);
        using var response = await client.PostAsync(
            new Uri("/api/v1/keys", UriKind.Relative),
            JsonContent.Create(new { name = "test", scope })
        );
        Assert.True(response.IsSuccessStatusCode, Told($"No key could be made: {response.StatusCode}."));
        return (await response.ReadJsonAsync()).GetProperty("data").GetProperty("key").GetString()!;
    }

    public HttpClient ClientWith(string bearer)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = Timeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    /// <summary>Ends it at once, with SIGKILL.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>Asks it to end, with SIGTERM, as a container or a service manager does.</summary>
    public Task<int> StopAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        Assert.Equal(0, SendSignal(_process.Id, SigTerm));
        return ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; 128 and the signal's number when a signal ended it.</returns>
    public async Task<int> ExitAsync()
    {
        await WithinPatienceAsync(_process.WaitForExitAsync(), "The program does not end.");
        return _process.ExitCode;
    }

    /// <summary>A sentence and what the program wrote.</summary>
    public string Told(string what) =>
        $"""
            {what}
            --- standard output
            {Output}
            --- standard error
            {Error}
            """;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private static string TextOf(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private async Task WithinPatienceAsync(Task task, string otherwise)
    {
        try
        {
            await task.WaitAsync(Timeout, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(Told(otherwise));
        }
    }

    private void Hear(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
        if (text == _output && line.StartsWith("OpsTrails ", StringComparison.Ordinal) && line.Split(Listens) is [_, var address])
            _listening.TrySetResult(new Uri(address));
    }
}
