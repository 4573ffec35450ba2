using System.Globalization;
using System.Text;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Makes text safe for a log or a terminal: one line, nothing that moves the cursor, changes the colour or turns the direction. What is not
/// safe is written as an escape.
/// </summary>
internal static class PlainText
{
    // Everything between the blank and the tilde is safe, which is nearly every text.
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~') || IsSafe(text);

    public static string Of(string text)
    {
        if (IsPlain(text))
            return text;
        var plain = new StringBuilder(text.Length + 16);
        var i = 0;
        while (i < text.Length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done)
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            else if (IsSafe(rune))
                plain.Append(text, i, length);
            else
                plain.Append(EscapeOf(rune.Value));
            i += length;
        }
        return plain.ToString();
    }

    /// <summary>Keeps the line feeds of a text that is ours.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Of));

    private static bool IsSafe(string text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done || !IsSafe(rune))
                return false;
            i += length;
        }
        return true;
    }

    private static bool IsSafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );

    private static string EscapeOf(int value) =>
        value switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:X8}"),
        };
}
