using System.Globalization;
using System.Text;

namespace OpsTrails.Core.Input;

/// <summary>Makes recorded text safe for a response to an assistant: one line, no invisible characters, limited length.</summary>
public static class FreeText
{
    private const string Cut = "…";
    private const int ZeroWidthJoiner = 0x200D;

    /// <param name="text">The recorded text.</param>
    /// <param name="maxLength">The maximum length of the result in UTF-16 units.</param>
    public static string Clean(string text, int maxLength = int.MaxValue)
    {
        if (text.Length <= maxLength && !text.EnumerateRunes().Any(rune => IsBreak(rune) || IsUnseen(rune)))
            return text;

        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnseen(rune))
                continue;
            var seen = IsBreak(rune) ? new Rune(' ') : rune;
            if (seen.Value == ' ' && clean.Length > 0 && clean[^1] == ' ')
                continue;
            if (clean.Length + seen.Utf16SequenceLength > maxLength)
                return CutAt(clean, maxLength);
            clean.Append(seen.ToString());
        }
        return clean.ToString().TrimEnd(' ');
    }

    /// <summary>Cleans a text but keeps its line feeds and tabs.</summary>
    public static string CleanLines(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !(IsUnseen(rune) || IsBreak(rune))));

    private static string CutAt(StringBuilder clean, int maxLength)
    {
        var length = Math.Min(clean.Length, maxLength - Cut.Length);
        if (length > 0 && char.IsHighSurrogate(clean[length - 1]))
            length--;
        return clean.ToString(0, Math.Max(0, length)).TrimEnd(' ') + Cut;
    }

    /// <summary>A line break would let recorded text pose as a line of the response.</summary>
    private static bool IsBreak(Rune rune) =>
        rune.Value is '\n' or '\r' or '\t' or '\u0085'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Control characters, bidirectional marks, tags and other invisible characters. Emoji keep their joiner.</summary>
    private static bool IsUnseen(Rune rune) =>
        rune.Value != ZeroWidthJoiner
        && !IsBreak(rune)
        && (
            Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
            || rune.Value is >= 0xE0100 and <= 0xE01EF
            || rune == Rune.ReplacementChar
        );
}
