using System.Buffers;

namespace OpsTrails.Core.Events;

/// <summary>Names and limits of the members of an event. Lengths are in Unicode characters (scalar values).</summary>
public static class EventRules
{
    public const int TypeLength = 100;
    public const int SourceLength = 500;
    public const int IdLength = 200;
    public const int SubjectLength = 50;
    public const int VersionLength = 50;
    public const int DataContentTypeLength = 200;
    public const int DataSchemaLength = 500;
    public const int DescriptionLength = 1_000;
    public const int TimezoneLength = 50;
    public const int ExtensionNameLength = 20;
    public const int ExtensionCount = 20;
    public const int Depth = 64;

    public const string SpecVersion = "1.0";
    public const string DefaultDataContentType = "application/json";

    /// <summary>What no URI reference holds unescaped (RFC 3986), apart from letters beyond ASCII, which names of systems may have.</summary>
    private static readonly SearchValues<char> NotInSource = SearchValues.Create("\"<>\\^`{|}");

    public static IReadOnlyList<string> Severities { get; } = ["LOW", "MINOR", "MAJOR", "CRITICAL"];

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

    public static string? CheckSource(string source)
    {
        if (source.Any(char.IsWhiteSpace))
            return "holds white space, send a URI reference or a plain word such as BE or billing-api";
        return source.AsSpan().ContainsAny(NotInSource)
            ? "is no URI reference and no plain word: it holds one of \" < > \\ ^ ` { | }"
            : null;
    }

    public static bool IsExtensionName(string name) =>
        name.Length is > 0 and <= ExtensionNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
