using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The commands that the console offers to copy, made by its own functions.</summary>
internal sealed class ConsoleCommands
{
    private readonly JsonElement _all;

    private ConsoleCommands(JsonElement all) => _all = all;

    /// <summary>Records a first event.</summary>
    public string First => _all.GetProperty("first").GetString()!;

    /// <summary>Gets one event.</summary>
    public string Event => _all.GetProperty("event").GetString()!;

    public string ReadOnly => _all.GetProperty("readOnly")[0].GetProperty("blocks")[0].GetProperty("text").GetString()!;

    public static async Task<ConsoleCommands> MakeAsync(Uri server, string key, string id = "a", string source = "BE") =>
        new(
            JsonElement.Parse(
                await ConsoleSources.RunScriptAsync(
                    "scripts/commands.mjs",
                    server.ToString().TrimEnd('/'),
                    key,
                    JsonSerializer.Serialize(new { id, source })
                )
            )
        );

    /// <summary>The last text of a tab on the page of keys.</summary>
    public string Of(string system) =>
        _all.GetProperty("snippets")
            .EnumerateArray()
            .Single(snippet => snippet.GetProperty("id").GetString() == system)
            .GetProperty("blocks")
            .EnumerateArray()
            .Last()
            .GetProperty("text")
            .GetString()!;
}
