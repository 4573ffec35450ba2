using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Mcp;

/// <summary>
/// Validates the arguments of a call against the schema of the tool. The SDK does not. Covers only the parts of JSON Schema that tools here
/// use.
/// </summary>
public static class ArgumentCheck
{
    /// <param name="schema">The schema of an object.</param>
    /// <param name="arguments">The arguments, or null. A null or empty argument counts as omitted, because clients fill in every
    /// argument.</param>
    /// <param name="errors">Receives every error.</param>
    public static void Check(JsonElement schema, IEnumerable<KeyValuePair<string, JsonElement>>? arguments, ValidationErrors errors)
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
            errors.Add(name, "is required");
        foreach (var (name, value) in given)
        {
            if (properties.TryGetValue(name, out var expected))
                CheckValue(name, expected, value, errors);
            else if (isClosed)
                errors.Add(ValidationErrors.Quote(FreeText.Clean(name)), Unknown(name, [.. properties.Keys]));
        }
    }

    public static bool IsLeftOut(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private static string Unknown(string name, List<string> known)
    {
        if (known.Count == 0)
            return "is unknown. Send no arguments";
        var meant = NearestNames.Find(name, known, 1);
        return meant.Count > 0
            ? $"is unknown. Did you mean {meant[0]}? Use {ValidationErrors.AnyOf(known)}"
            : $"is unknown. Use {ValidationErrors.AnyOf(known)}";
    }

    private static void CheckValue(string name, JsonElement schema, JsonElement value, ValidationErrors errors)
    {
        if (IsLeftOut(value) || schema.ValueKind != JsonValueKind.Object)
            return;
        var type = schema.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        if (JsonText.FindError(value, EventRules.Depth, name) is { } error)
            errors.Add(error.Path, error.Message);
        else if (type is not null && !IsOfType(type, value))
            errors.Add(name, $"must be {Article(type)}, not {JsonText.KindOf(value)}");
        else if (value.ValueKind == JsonValueKind.String)
            CheckText(name, schema, value.GetString()!, errors);
        else if (value.ValueKind == JsonValueKind.Number)
            CheckRange(name, schema, value, errors);
    }

    private static void CheckText(string name, JsonElement schema, string text, ValidationErrors errors)
    {
        if (
            schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == text)
        )
            errors.Add(name, ValidationErrors.Unknown(FreeText.Clean(text), [.. allowed.EnumerateArray().Select(one => one.ToString())]));
        if (schema.TryGetProperty("maxLength", out var max) && TextRules.LengthOf(text) > max.GetInt32())
            errors.Add(name, ValidationErrors.TooLong(text, max.GetInt32()));
    }

    private static void CheckRange(string name, JsonElement schema, JsonElement value, ValidationErrors errors)
    {
        var (hasMin, hasMax) = (schema.TryGetProperty("minimum", out var min), schema.TryGetProperty("maximum", out var max));
        if ((!hasMin || value.GetDouble() >= min.GetDouble()) && (!hasMax || value.GetDouble() <= max.GetDouble()))
            return;
        var range = (hasMin, hasMax) switch
        {
            (true, true) => $"a number from {min.GetRawText()} to {max.GetRawText()}",
            (true, false) => $"at least {min.GetRawText()}",
            _ => $"at most {max.GetRawText()}",
        };
        errors.Add(name, $"must be {range}, not {ValidationErrors.Quote(value.GetRawText())}");
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
