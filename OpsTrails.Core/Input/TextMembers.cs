using System.Text.Json;

namespace OpsTrails.Core.Input;

/// <summary>Reads a small JSON object whose members are texts, and names every fault.</summary>
internal static class TextMembers
{
    /// <returns>The members that came, without those that are null; null when a fault was added.</returns>
    public static IReadOnlyDictionary<string, string>? Read(
        JsonElement json,
        IReadOnlyList<string> required,
        IReadOnlyList<string> optional,
        ValidationErrors faults
    )
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add("body", $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return null;
        }
        if (JsonText.FindFault(json, depth: 4) is { } fault)
        {
            faults.Add(fault.Path == "event" ? "body" : fault.Path, fault.Message);
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!required.Contains(member.Name, StringComparer.Ordinal) && !optional.Contains(member.Name, StringComparer.Ordinal))
                faults.Add(ValidationErrors.Quote(member.Name), $"is not known here, send {string.Join(", ", required.Concat(optional))}");
            else if (member.Value.ValueKind == JsonValueKind.String)
                texts[member.Name] = member.Value.GetString()!;
            else if (member.Value.ValueKind != JsonValueKind.Null || required.Contains(member.Name, StringComparer.Ordinal))
                faults.Add(member.Name, $"must be a string, but {JsonText.KindOf(member.Value)} came");
        }
        foreach (var name in required.Where(name => !json.TryGetProperty(name, out _)))
            faults.Add(name, "is required");
        return faults.Any ? null : texts;
    }
}
