using System.Globalization;

namespace OpsTrails.Core.Input;

/// <summary>Rules for every text that a client sends.</summary>
public static class TextRules
{
    /// <summary>In Unicode characters (scalar values).</summary>
    public static int LengthOf(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
            length -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        return length;
    }

    /// <summary>Removes white space and invisible characters at both ends.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsInvisible(text[start]))
            start++;
        while (end > start && IsInvisible(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>White space, format characters, and letters that are drawn as nothing.</summary>
    private static bool IsInvisible(char c) =>
        char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c) == UnicodeCategory.Format
        || c is '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u2800' or '\u3164' or '\uFFA0';

    /// <summary>
    /// Context attributes can't contain control characters, unpaired surrogates or noncharacters (CloudEvents 1.0.2 §1.4, String).
    /// </summary>
    public static string? CheckCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return $"contains the control character U+{(int)text[i]:X4}. Remove it";
            if (!char.IsSurrogate(text[i]))
            {
                if (text[i] is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF')
                    return $"contains U+{(int)text[i]:X4}, which is not a Unicode character. Remove it";
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                if ((char.ConvertToUtf32(text[i], text[i + 1]) & 0xFFFE) == 0xFFFE)
                    return "contains a code point that is not a Unicode character. Remove it";
                i++;
            }
            else
            {
                return $"contains the unpaired surrogate U+{(int)text[i]:X4}. Send valid Unicode";
            }
        }
        return null;
    }
}
