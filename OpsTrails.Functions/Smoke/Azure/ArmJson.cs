using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Reads answers of the management API, where any member may be missing.</summary>
internal static class ArmJson
{
    /// <param name="json">The element to start from.</param>
    /// <param name="path">Names separated by dots.</param>
    public static JsonElement? At(this JsonElement json, string path)
    {
        JsonElement? current = json;
        foreach (var name in path.Split('.'))
            current = current is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;
        return current;
    }

    /// <returns>A string, number or Boolean as text; an empty string for anything else.</returns>
    public static string Text(this JsonElement json, string path) =>
        json.At(path) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
            _ => "",
        };

    /// <returns>The problem with a member; null if it has the expected value.</returns>
    public static string? Unless(this JsonElement json, string path, string expected)
    {
        var found = json.Text(path);
        return found.Equals(expected, StringComparison.OrdinalIgnoreCase) ? null : $"{path} is {Name(found)} instead of {Name(expected)}.";
    }

    /// <returns>A sentence for each missing and each unexpected name.</returns>
    public static IEnumerable<string> Differences(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (wanted, given) = (expected.ToHashSet(StringComparer.OrdinalIgnoreCase), found.ToHashSet(StringComparer.OrdinalIgnoreCase));
        return wanted
            .Except(given)
            .Order()
            .Select(name => $"{what} {name} is missing.")
            .Concat(given.Except(wanted).Order().Select(name => $"{what} {name} is not in the template."));
    }

    private static string Name(string value) => value.Length == 0 ? "(not set)" : value;
}
