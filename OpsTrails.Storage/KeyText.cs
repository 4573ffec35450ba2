using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Storage;

/// <summary>
/// Keys are ASCII (<c>A-Z a-z 0-9 . _ = -</c>) in parts joined by <c>~</c>, which no part contains and which sorts after all of them.
/// </summary>
internal static class KeyText
{
    /// <summary>A part longer than this becomes a hash, so that two of them and the rest stay within what a key may have.</summary>
    public const int LongestPart = 190;

    private const char Escape = '=';

    public static string Join(params ReadOnlySpan<string> parts) => string.Join('~', parts);

    /// <summary>Any text, or its absence, as one part; different texts give different parts.</summary>
    public static string Part(string? text)
    {
        if (text is null)
            return "";
        if (text.Length == 0)
            return "=e";
        if (text.Length <= LongestPart && text.All(IsPlain))
            return text;

        var utf8 = Encoding.UTF8.GetBytes(text);
        var part = new StringBuilder(text.Length + 16);
        foreach (var b in utf8)
        {
            if (IsPlain((char)b))
                part.Append((char)b);
            else
                part.Append(Escape).Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        // "=h" cannot begin an escape, whose digits are upper-case hexadecimal.
        return part.Length <= LongestPart ? part.ToString() : "=h" + Convert.ToHexStringLower(SHA256.HashData(utf8));
    }

    /// <summary>Ticks so that ascending order is newest first.</summary>
    public static string NewestFirst(long ticks) => OldestFirst(DateTime.MaxValue.Ticks - ticks);

    /// <summary>A number from 0 so that ascending order is its own.</summary>
    public static string OldestFirst(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The UTC day of some ticks so that ascending order is newest first.</summary>
    public static string DayNewestFirst(long ticks) =>
        ((DateTime.MaxValue.Ticks - ticks) / TimeSpan.TicksPerDay).ToString("D7", CultureInfo.InvariantCulture);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
