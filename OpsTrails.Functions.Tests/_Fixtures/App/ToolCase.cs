using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>How a tool is called with everything it takes, with nothing, and wrongly.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Full">Arguments that are answered.</param>
/// <param name="Wrong">Arguments that are refused.</param>
/// <param name="Names">What the refusal has to name.</param>
/// <param name="Needs">The arguments that the error of an empty call asks for; null if the call succeeds.</param>
internal sealed record ToolCase(string Tool, JsonElement Full, JsonElement Wrong, string Names, string? Needs)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static IReadOnlyList<ToolCase> All { get; } =
        JsonSerializer.Deserialize<ToolCase[]>(
            File.ReadAllText(Path.Combine(NodePackages.ProjectFolder, "Mcp", "tool-cases.json")),
            JsonSerializerOptions.Web
        )!;

    /// <summary>The calls that are to be answered, and those that may be refused.</summary>
    public static IReadOnlyList<CalledTool> FullCalls { get; } = [.. All.Select(tool => new CalledTool(tool.Tool, tool.Full, null))];

    public static IReadOnlyList<CalledTool> OtherCalls { get; } =
    [
        .. All.SelectMany(tool =>
            new[] { new CalledTool(tool.Tool, Nothing, tool.Needs), new CalledTool(tool.Tool, tool.Wrong, tool.Names) }
        ),
    ];
}

/// <param name="Tool">Its name.</param>
/// <param name="Arguments">As they are sent.</param>
/// <param name="Refused">What the refusal has to name; null when the call is to be answered.</param>
internal sealed record CalledTool(string Tool, JsonElement Arguments, string? Refused);
