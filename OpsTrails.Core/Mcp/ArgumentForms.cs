using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsTrails.Core.Mcp;

/// <summary>
/// Reads the forms in which clients send a value of another type: whole numbers as <c>10.0</c> or <c>"10"</c>, Booleans, lists
/// and objects as text, and one value instead of a list. What can't be read without a guess stays, for <see cref="ArgumentCheck"/>.
/// </summary>
public static partial class ArgumentForms
{
    /// <summary>More digits than any 64-bit number has.</summary>
    private const int MaxDigits = 19;

    /// <param name="schema">The schema of an object.</param>
    /// <param name="arguments">The arguments as sent.</param>
    /// <returns>The same arguments, each in the type that its schema names.</returns>
    public static Dictionary<string, JsonElement> Read(JsonElement schema, IEnumerable<KeyValuePair<string, JsonElement>> arguments)
    {
        var read = arguments.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return read;
        foreach (var (name, value) in read.ToList())
        {
            if (properties.TryGetProperty(name, out var expected) && TypeOf(expected) is { } type)
                read[name] = Read(type, value) ?? value;
        }
        return read;
    }

    private static string? TypeOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static JsonElement? Read(string type, JsonElement value) =>
        (type, value.ValueKind) switch
        {
            ("array", JsonValueKind.String) => ArgumentCheck.IsLeftOut(value) ? null : Parsed(value, JsonValueKind.Array) ?? ListOf(value),
            ("array", JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => ListOf(value),
            ("integer", JsonValueKind.Number or JsonValueKind.String) => Whole(value),
            ("number", JsonValueKind.String) => TextOf(value) is { } text && Number().IsMatch(text) ? JsonElement.Parse(text) : null,
            ("boolean", JsonValueKind.String) => Boolean(value),
            ("object", JsonValueKind.String) => Parsed(value, JsonValueKind.Object),
            _ => null,
        };

    private static JsonElement? Whole(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : TextOf(value);
        return text is not null && WholeNumber(text) is { } number ? JsonSerializer.SerializeToElement(number) : null;
    }

    /// <summary>Exact, unlike a conversion to a floating point or decimal number.</summary>
    private static long? WholeNumber(string text)
    {
        if (Number().Match(text) is not { Success: true } match)
            return null;
        var fraction = match.Groups["fraction"].Value;
        var digits = match.Groups["whole"].Value + fraction;
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
            return 0;
        var power = match.Groups["power"];
        if (!int.TryParse(power.Success ? power.Value : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return null;
        var zeros = (long)exponent - fraction.Length + digits.Length - significant.Length;
        return
            zeros is >= 0 and <= MaxDigits
            && long.TryParse(
                match.Groups["sign"].Value + significant + new string('0', (int)zeros),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? number
            : null;
    }

    private static JsonElement? Boolean(JsonElement value) =>
        bool.TryParse(TextOf(value), out var parsed) ? JsonSerializer.SerializeToElement(parsed) : null;

    private static JsonElement? Parsed(JsonElement value, JsonValueKind kind)
    {
        try
        {
            return TextOf(value) is { } text && JsonElement.Parse(text) is var parsed && parsed.ValueKind == kind ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement ListOf(JsonElement value) => JsonElement.Parse($"[{value.GetRawText()}]");

    /// <returns>Null when the text isn't valid Unicode.</returns>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!.Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The grammar of a JSON number.</summary>
    [GeneratedRegex(
        @"^(?<sign>-?)(?<whole>0|[1-9][0-9]*)(\.(?<fraction>[0-9]+))?([eE](?<power>[+-]?[0-9]+))?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Number();
}
