using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.EventGrid;

/// <summary>Rules of a topic for a CloudEvent in JSON (CloudEvents 1.0.2 §3.1, JSON format §2 and §3).</summary>
internal static class CloudEventRules
{
    private static readonly string[] Required = ["id", "source", "specversion", "type"];

    /// <returns>The problem; null for a valid CloudEvent.</returns>
    public static string? Check(JsonElement e)
    {
        if (e.ValueKind != JsonValueKind.Object)
            return "An event is not a JSON object.";
        foreach (var name in Required)
        {
            if (!e.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString()!.Length == 0)
                return $"The attribute {name} is missing, empty or not a string.";
        }
        if (e.GetProperty("specversion").GetString() != "1.0")
            return "The specversion is not 1.0.";
        foreach (var attribute in e.EnumerateObject().Where(member => member.Name is not ("data" or "data_base64")))
        {
            if (attribute.Name.Length == 0 || !attribute.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
                return "An attribute name has characters other than lower-case letters and digits.";
            if (attribute.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array)
                return $"The attribute {attribute.Name} is null, an object or an array.";
        }
        return e.TryGetProperty("time", out var time) && !DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, out _)
            ? "The attribute time is not a date and time."
            : null;
    }
}
