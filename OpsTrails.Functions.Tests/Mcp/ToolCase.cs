using System.Text.Json;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>How a tool is called with everything it takes, with nothing, and wrongly.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Full">Arguments that are answered.</param>
/// <param name="Wrong">Arguments that are refused.</param>
/// <param name="Names">What the refusal has to name.</param>
/// <param name="Needs">What a call without arguments is told to send; null when it is answered.</param>
internal sealed record ToolCase(string Tool, JsonElement Full, JsonElement Wrong, string Names, string? Needs)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static IReadOnlyList<ToolCase> All { get; } = JsonSerializer.Deserialize<ToolCase[]>(
        File.ReadAllText(Path.Combine(NodePackages.ProjectFolder, "Mcp", "tool-cases.json")), JsonSerializerOptions.Web)!;

    /// <summary>The calls, each with what its refusal has to name; null when it is to be answered.</summary>
    public static IReadOnlyList<(string Tool, JsonElement Arguments, string? Refused)> Calls { get; } =
        [.. All.SelectMany(tool => new[] { (tool.Tool, tool.Full, null), (tool.Tool, Nothing, tool.Needs), (tool.Tool, tool.Wrong, (string?)tool.Names) })];
}
