using System.Text.Json;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>A function as its folder describes it.</summary>
/// <param name="Name">The name of the folder.</param>
/// <param name="Trigger">The binding that begins it.</param>
internal sealed record FunctionFile(string Name, JsonElement Trigger)
{
    public string Type => Trigger.GetProperty("type").GetString()!;

    public bool IsTimer => Type == "timerTrigger";

    public bool IsHttp => Type == "httpTrigger";
}

/// <summary>What a Functions host reads of an app's folder: what to start, what to route, which timers to run.</summary>
internal sealed class FunctionApp(string root)
{
    private readonly JsonElement _host = JsonElement.Parse(File.ReadAllText(Path.Combine(root, "host.json")));

    public string Root => root;

    /// <summary>Relative to the app, even when a working directory is named.</summary>
    public string Executable => Path.Combine(root, Description.GetProperty("defaultExecutablePath").GetString()!);

    public IEnumerable<string> Arguments => Description.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetString()!);

    public string WorkingDirectory => Path.Combine(root, Description.GetProperty("workingDirectory").GetString()!);

    public bool ForwardsByProxy => Handler.GetProperty("enableProxyingHttpRequest").GetBoolean();

    public string RoutePrefix => _host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()!;

    public TimeSpan Timeout => TimeSpan.Parse(_host.GetProperty("functionTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every folder beside host.json that has a function.json.</summary>
    public IReadOnlyList<FunctionFile> Functions { get; } = [.. Directory.EnumerateDirectories(root)
        .Select(folder => (Name: Path.GetFileName(folder), File: Path.Combine(folder, "function.json")))
        .Where(function => File.Exists(function.File))
        .OrderBy(function => function.Name, StringComparer.Ordinal)
        .Select(function => new FunctionFile(function.Name, TriggerOf(JsonElement.Parse(File.ReadAllText(function.File)))))];

    private JsonElement Handler => _host.GetProperty("customHandler");

    private JsonElement Description => Handler.GetProperty("description");

    private static JsonElement TriggerOf(JsonElement function) =>
        function.GetProperty("bindings").EnumerateArray().Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
}
