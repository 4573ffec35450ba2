using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Storage;

/// <summary>
/// Keys are ASCII (<c>A-Z a-z 0-9 . _ = -</c>) in parts joined by <c>~</c>, which no part contains and which sorts after all of them.
/// </summary>
internal static class KeyText
{
    /// <summary>Longer parts are hashed, so that two of them fit in a key with the rest.</summary>
    public const int MaxPartLength = 190;

    private const char Escape = '=';

    public static string Join(params ReadOnlySpan<string> parts) => string.Join('~', parts);

    /// <summary>Converts any text, or null, to one part. Different texts give different parts.</summary>
    public static string Part(string? text)
    {
        if (text is null)
            return "";
        if (text.Length == 0)
            return "=e";
        if (text.Length <= MaxPartLength && text.All(IsPlain))
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

        // "=h" can't start an escape: escapes use upper-case hexadecimal digits.
        return part.Length <= MaxPartLength ? part.ToString() : "=h" + Convert.ToHexStringLower(SHA256.HashData(utf8));
    }

    /// <summary>Ticks as text that sorts newest first.</summary>
    public static string NewestFirst(long ticks) => OldestFirst(DateTime.MaxValue.Ticks - ticks);

    /// <summary>A non-negative number as text that sorts in ascending order.</summary>
    public static string OldestFirst(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The UTC day of ticks as text that sorts newest first.</summary>
    public static string DayNewestFirst(long ticks) =>
        ((DateTime.MaxValue.Ticks - ticks) / TimeSpan.TicksPerDay).ToString("D7", CultureInfo.InvariantCulture);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
