namespace OpsTrails.Core.Input;

/// <summary>What holds for any text that is sent.</summary>
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

    /// <summary>A context attribute holds no control characters, no lone surrogates and no noncharacters (CloudEvents 1.0.2 §1.4, String).</summary>
    public static string? CheckCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return $"holds the control character U+{(int)text[i]:X4}";
            if (!char.IsSurrogate(text[i]))
            {
                if (text[i] is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF')
                    return $"holds U+{(int)text[i]:X4}, which is no Unicode character";
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                if ((char.ConvertToUtf32(text[i], text[i + 1]) & 0xFFFE) == 0xFFFE)
                    return "holds a code point that is no Unicode character";
                i++;
            }
            else
            {
                return $"holds half of a surrogate pair, U+{(int)text[i]:X4}";
            }
        }
        return null;
    }
}
