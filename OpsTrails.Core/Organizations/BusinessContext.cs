using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>The Markdown in which a team tells assistants and each other what its events mean.</summary>
public static class BusinessContext
{
    /// <summary>In UTF-8.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>Reads <c>{"text":"…"}</c>.</summary>
    /// <returns>Null exactly when a fault was added.</returns>
    public static string? Parse(JsonElement json, ValidationErrors faults)
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
        foreach (var member in json.EnumerateObject().Where(member => member.Name != "text"))
            faults.Add(ValidationErrors.Quote(member.Name), "is not known here, send text");
        if (!json.TryGetProperty("text", out var text) || text.ValueKind == JsonValueKind.Null)
            faults.Add("text", "is required, send \"\" for none");
        else if (text.ValueKind != JsonValueKind.String)
            faults.Add("text", $"must be a string, but {JsonText.KindOf(text)} came");
        else
            Check(text.GetString()!, faults);
        return faults.Any ? null : text.GetString();
    }

    /// <summary>Adds what is wrong with a text.</summary>
    public static void Check(string text, ValidationErrors faults)
    {
        if (Encoding.UTF8.GetByteCount(text) is > MostBytes and var bytes)
            faults.Add("text", $"has {bytes} bytes in UTF-8, at most {MostBytes} are allowed");
        if (text.Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')).Select(c => (int?)c).FirstOrDefault() is { } control)
            faults.Add("text", $"holds the control character U+{control:X4}, only line ends and tabs are allowed");
    }
}
