using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>The Markdown text in which a team explains its events to assistants.</summary>
public static class BusinessContext
{
    /// <summary>In UTF-8.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Parses <c>{"text":"…"}</c>.</summary>
    /// <returns>Null if an error was added.</returns>
    public static string? Parse(JsonElement json, ValidationErrors errors)
    {
        if (!JsonMembers.AreReadable(json, ["text"], errors))
            return null;
        var text = JsonMembers.ReadText(json, "text", errors, "Send \"\" for none");
        if (text is not null)
            Check(text, errors);
        return errors.Any ? null : text;
    }

    /// <summary>Adds the errors in a text.</summary>
    public static void Check(string text, ValidationErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(text) is > MaxBytes and var bytes)
            errors.Add("text", $"is too long: {bytes} bytes in UTF-8, at most {MaxBytes}");
        if (text.Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')).Select(c => (int?)c).FirstOrDefault() is { } control)
            errors.Add("text", $"contains the control character U+{control:X4}. Use none but line ends and tabs");
    }
}
