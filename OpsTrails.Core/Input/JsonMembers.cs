using System.Text.Json;

namespace OpsTrails.Core.Input;

/// <summary>Reads the JSON object that a request sends as its body, and reports every error.</summary>
internal static class JsonMembers
{
    /// <summary>Whether the body is an object that can be read. Also reports unknown members, which do not stop reading.</summary>
    public static bool AreReadable(JsonElement body, IReadOnlyList<string> known, ValidationErrors errors, int depth = 4)
    {
        if (!IsObject(body, "body", errors))
            return false;
        if (JsonText.FindError(body, depth) is { } error)
        {
            errors.Add(error.Path, error.Message);
            return false;
        }
        ReportUnknown(body, "", known, errors);
        return true;
    }

    public static bool IsObject(JsonElement json, string path, ValidationErrors errors)
    {
        if (json.ValueKind == JsonValueKind.Object)
            return true;
        errors.Add(path, $"must be a JSON object, not {JsonText.KindOf(json)}");
        return false;
    }

    /// <param name="json">An object.</param>
    /// <param name="prefix">What precedes the names of its members in errors, such as <c>businessHours.</c></param>
    /// <param name="known">The names it can have.</param>
    /// <param name="errors">Receives an error for each other name.</param>
    public static void ReportUnknown(JsonElement json, string prefix, IReadOnlyList<string> known, ValidationErrors errors)
    {
        foreach (var member in json.EnumerateObject().Where(member => !known.Contains(member.Name, StringComparer.Ordinal)))
            errors.Add(ValidationErrors.Quote(prefix + member.Name), $"is unknown. Use {ValidationErrors.AnyOf(known)}");
    }

    /// <summary>The member, unless it is missing or null.</summary>
    public static JsonElement? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <returns>The text of a member. Null when it is missing or null, or is not a string; the latter is an error.</returns>
    public static string? FindText(JsonElement json, string name, ValidationErrors errors)
    {
        if (Find(json, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        errors.Add(name, $"must be a string, not {JsonText.KindOf(value)}");
        return null;
    }

    /// <param name="json">An object.</param>
    /// <param name="name">The member to read.</param>
    /// <param name="errors">Receives an error when it is missing, null or not a string.</param>
    /// <param name="hint">What to send when there is nothing to say, as a sentence without its period.</param>
    public static string? ReadText(JsonElement json, string name, ValidationErrors errors, string? hint = null)
    {
        if (Find(json, name) is null)
            errors.Add(name, hint is null ? "is required" : $"is required. {hint}");
        return FindText(json, name, errors);
    }

    /// <summary>Reads a body whose members are all texts.</summary>
    /// <returns>The members that are not null. Null when an error was added.</returns>
    public static IReadOnlyDictionary<string, string>? ReadTexts(
        JsonElement body,
        IReadOnlyList<string> required,
        IReadOnlyList<string> optional,
        ValidationErrors errors
    )
    {
        if (!AreReadable(body, [.. required, .. optional], errors))
            return null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in required)
            Take(name, ReadText(body, name, errors));
        foreach (var name in optional)
            Take(name, FindText(body, name, errors));
        return errors.Any ? null : texts;

        void Take(string name, string? text)
        {
            if (text is not null)
                texts.Add(name, text);
        }
    }
}
