using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A function as the package lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">The binding that starts it.</param>
internal sealed record FunctionEntry(string Name, JsonElement Trigger)
{
    public bool IsTimer => Trigger.GetProperty("type").GetString() == "timerTrigger";

    public bool IsHttp => Trigger.GetProperty("type").GetString() == "httpTrigger";
}

/// <summary>What a Functions host reads in an app's folder: host.json, how to start the worker, and the list of functions.</summary>
internal sealed class FunctionApp(string root)
{
    private readonly JsonElement _host = Read(root, "host.json");

    public string Root => root;

    /// <summary>The description in worker.config.json.</summary>
    public JsonElement Worker { get; } = Read(root, "worker.config.json").GetProperty("description");

    public JsonElement Host => _host;

    public string RoutePrefix => _host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()!;

    public TimeSpan Timeout => TimeSpan.Parse(_host.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>The program to start: dotnet, or the package's own when it brings its runtime.</summary>
    public string Executable =>
        Worker.GetProperty("defaultExecutablePath").GetString()!.Replace("{WorkerRoot}", root + "/", StringComparison.Ordinal);

    /// <summary>What the program is started with first: the assembly, where dotnet runs it.</summary>
    public string[] Arguments => Executable == "dotnet" ? [Path.Combine(root, Worker.GetProperty("defaultWorkerPath").GetString()!)] : [];

    /// <summary>functions.metadata.</summary>
    public IReadOnlyList<FunctionEntry> Functions { get; } =
    [
        .. Read(root, "functions.metadata")
            .EnumerateArray()
            .Select(function => new FunctionEntry(function.GetProperty("name").GetString()!, function.GetProperty("bindings")[0])),
    ];

    private static JsonElement Read(string root, string file) => JsonElement.Parse(File.ReadAllText(Path.Combine(root, file)));
}
