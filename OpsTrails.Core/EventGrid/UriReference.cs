using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsTrails.Core.EventGrid;

/// <summary>
/// A source may be any text, but in a CloudEvent it is a URI reference. Percent-encodes what RFC 3986 doesn't allow, and leaves a text that
/// is a URI reference already as it is.
/// </summary>
public static partial class UriReference
{
    private const string Unreserved = "-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    public static string Of(string text)
    {
        var scheme = Scheme().Match(text).Value;
        var (rest, fragment) = Split(text[scheme.Length..], '#');
        var (path, query) = Split(rest, '?');
        var authority = path.StartsWith("//", StringComparison.Ordinal) ? path[..End(path, '/', from: 2)] : "";
        path = path[authority.Length..];

        var reference = new StringBuilder(text.Length + 16).Append(scheme).Append(Authority(authority));
        if (scheme.Length == 0 && authority.Length == 0)
        {
            // Before a colon, the first segment of a path would be read as a scheme.
            var first = End(path, '/');
            reference.Append(Encode(path[..first], "@"));
            path = path[first..];
        }
        return reference
            .Append(Encode(path, ":@/"))
            .Append(query.Length == 0 ? "" : "?" + Encode(query[1..], ":@/?"))
            .Append(fragment.Length == 0 ? "" : "#" + Encode(fragment[1..], ":@/?"))
            .ToString();
    }

    /// <summary>The text before the first occurrence of a mark, and the text from there on.</summary>
    private static (string Before, string From) Split(string text, char mark)
    {
        var end = End(text, mark);
        return (text[..end], text[end..]);
    }

    private static int End(string text, char mark, int from = 0) => text.IndexOf(mark, from) is >= 0 and var at ? at : text.Length;

    private static string Authority(string text)
    {
        if (text.Length == 0)
            return text;
        var encoded = Encode(text[2..], ":@[]");
        var parts = AuthorityParts().Match(encoded);
        var isValid = parts.Success && (parts.Groups["ip"] is not { Success: true, Value: var ip } || IsIPv6(ip));
        return "//" + (isValid ? encoded : Encode(text[2..], ""));
    }

    private static bool IsIPv6(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static string Encode(string text, string allowed)
    {
        var encoded = new StringBuilder(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var (at, rune) in Runes(text))
        {
            var c = rune.IsAscii ? (char)rune.Value : '\0';
            if (
                char.IsAsciiLetterOrDigit(c)
                || IsEscape(text, at)
                || $"{Unreserved}{SubDelimiters}{allowed}".Contains(c, StringComparison.Ordinal)
            )
                encoded.Append(c);
            else
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                    encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return encoded.ToString();
    }

    private static IEnumerable<(int At, Rune Rune)> Runes(string text)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            yield return (at, rune);
            at += rune.Utf16SequenceLength;
        }
    }

    private static bool IsEscape(string text, int at) =>
        text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A([^@\[\]]*@)?(\[(?<ip>[0-9A-Fa-f:.]+)\]|[^:@\[\]]*)(:[0-9]*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex AuthorityParts();
}
