using System.Globalization;
using System.Text;

namespace OpsTrails.Core.Input;

/// <summary>
/// Text that others recorded, made safe to stand in an answer to an assistant: on one line, nothing in it that is not seen, and no longer than agreed.
/// </summary>
public static class FreeText
{
    private const string Cut = "…";
    private const int ZeroWidthJoiner = 0x200D;

    /// <param name="text">As it was recorded.</param>
    /// <param name="most">The most UTF-16 units of the result.</param>
    public static string Clean(string text, int most = int.MaxValue)
    {
        if (text.Length <= most && !text.EnumerateRunes().Any(rune => IsBreak(rune) || IsUnseen(rune)))
            return text;

        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnseen(rune))
                continue;
            var seen = IsBreak(rune) ? new Rune(' ') : rune;
            if (seen.Value == ' ' && clean.Length > 0 && clean[^1] == ' ')
                continue;
            if (clean.Length + seen.Utf16SequenceLength > most)
                return CutAt(clean, most);
            clean.Append(seen.ToString());
        }
        return clean.ToString().TrimEnd(' ');
    }

    /// <summary>Cleans a text of many lines, line by line.</summary>
    public static string CleanLines(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !(IsUnseen(rune) || IsBreak(rune))));

    private static string CutAt(StringBuilder clean, int most)
    {
        var length = Math.Min(clean.Length, most - Cut.Length);
        if (length > 0 && char.IsHighSurrogate(clean[length - 1]))
            length--;
        return clean.ToString(0, Math.Max(0, length)).TrimEnd(' ') + Cut;
    }

    /// <summary>Line ends would let text pretend to be lines of the answer.</summary>
    private static bool IsBreak(Rune rune) =>
        rune.Value is '\n' or '\r' or '\t' or '\u0085'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Controls, marks that turn the direction of reading, tag characters and other ways to say what no person sees; emoji keep their joiner.</summary>
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
