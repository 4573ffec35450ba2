using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Mcp;

/// <summary>Holds the arguments of a call against the schema that was advertised for them, as far as the schemas here go: nothing else does.</summary>
public static class ArgumentCheck
{
    /// <param name="schema">Of an object.</param>
    /// <param name="arguments">Null for none. One that is null or an empty text counts as left out: clients fill in what they have nothing for.</param>
    /// <param name="faults">Takes every fault.</param>
    public static void Check(JsonElement schema, IEnumerable<KeyValuePair<string, JsonElement>>? arguments, ValidationErrors faults)
    {
        var given = arguments?.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) ?? [];
        var properties =
            schema.TryGetProperty("properties", out var named) && named.ValueKind == JsonValueKind.Object
                ? named.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal)
                : [];
        var isClosed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        var required = schema.TryGetProperty("required", out var list)
            ? list.EnumerateArray().Select(name => name.GetString()!).ToList()
            : [];

        foreach (var name in required.Where(name => !given.TryGetValue(name, out var value) || IsLeftOut(value)))
            faults.Add(name, "is required");
        foreach (var (name, value) in given)
        {
            if (properties.TryGetValue(name, out var expected))
                CheckValue(name, expected, value, faults);
            else if (isClosed)
                faults.Add(ValidationErrors.Quote(FreeText.Clean(name)), Unknown(name, [.. properties.Keys]));
        }
    }

    public static bool IsLeftOut(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private static string Unknown(string name, List<string> known)
    {
        if (known.Count == 0)
            return "is not an argument, there are none";
        var meant = NearestNames.Find(name, known, 1);
        return meant.Count > 0
            ? $"is not an argument, did you mean {meant[0]}? There are {string.Join(", ", known)}"
            : $"is not an argument, there are {string.Join(", ", known)}";
    }

    private static void CheckValue(string name, JsonElement schema, JsonElement value, ValidationErrors faults)
    {
        if (IsLeftOut(value) || schema.ValueKind != JsonValueKind.Object)
            return;
        var type = schema.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        if (JsonText.FindFault(value, EventRules.Depth, name) is { } fault)
            faults.Add(fault.Path, fault.Message);
        else if (type is not null && !IsOfType(type, value))
            faults.Add(name, $"must be {Article(type)}, but {JsonText.KindOf(value)} came");
        else if (value.ValueKind == JsonValueKind.String)
            CheckText(name, schema, value.GetString()!, faults);
        else if (value.ValueKind == JsonValueKind.Number)
            CheckRange(name, schema, value, faults);
    }

    private static void CheckText(string name, JsonElement schema, string text, ValidationErrors faults)
    {
        if (
            schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == text)
        )
            faults.Add(name, $"{ValidationErrors.Quote(FreeText.Clean(text))} is not one of {string.Join(", ", allowed.EnumerateArray())}");
        if (schema.TryGetProperty("maxLength", out var most) && TextRules.LengthOf(text) > most.GetInt32())
            faults.Add(name, $"has {TextRules.LengthOf(text)} characters, at most {most.GetInt32()} are allowed");
    }

    private static void CheckRange(string name, JsonElement schema, JsonElement value, ValidationErrors faults)
    {
        var hasLeast = schema.TryGetProperty("minimum", out var least);
        var hasMost = schema.TryGetProperty("maximum", out var most);
        if ((hasLeast && value.GetDouble() < least.GetDouble()) || (hasMost && value.GetDouble() > most.GetDouble()))
            faults.Add(
                name,
                $"{ValidationErrors.Quote(value.GetRawText())} is out of range, send {(hasLeast ? $"a number from {least.GetRawText()}" : "a number")}{(hasMost ? $" to {most.GetRawText()}" : "")}"
            );
    }

    private static bool IsOfType(string type, JsonElement value) =>
        type switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            _ => true,
        };

    private static string Article(string type) =>
        type switch
        {
            "integer" => "a whole number",
            "object" or "array" => "an " + type,
            "boolean" => "true or false",
            _ => "a " + type,
        };
}
