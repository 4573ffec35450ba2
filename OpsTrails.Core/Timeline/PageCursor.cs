using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// Where a walk over pages goes on. It carries the window as it was resolved for the first page and the hash of the question, never the
/// organization. To clients it is an opaque text.
/// </summary>
public sealed record PageCursor
{
    private const string Version = "1";
    private const int Fields = 8;

    /// <summary>The last row that was looked at; what comes next is older, or of the same moment and after it in the order of hashes.</summary>
    public required EventPosition After { get; init; }

    /// <summary>The store's own mark inside a scan that began after <see cref="After"/>; null when there is none.</summary>
    public string? StoreToken { get; init; }

    /// <summary>Whether that scan is the one of older days.</summary>
    public bool InOlderDays { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>A hash of everything that was asked; a cursor goes with its question only.</summary>
    public required string Question { get; init; }

    /// <summary>The feed's position before the first page was read.</summary>
    public required long Feed { get; init; }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        '|', Version, After.ToString(), InOlderDays ? "1" : "0", Text(Window.From), Text(Window.To), Question, Text(Feed), StoreToken)));

    public static bool TryParse(string text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        if (text.Length is 0 or > 4_096 || !Base64Url.IsValid(text))
            return false;
        var fields = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', Fields);
        if (fields.Length != Fields || fields[0] != Version || fields[2] is not ("0" or "1")
            || !EventPosition.TryParse(fields[1], out var after)
            || !TryParseNumber(fields[3], out var from) || !TryParseNumber(fields[4], out var to) || !TryParseNumber(fields[6], out var feed) || feed is null)
            return false;
        cursor = new PageCursor
        {
            After = after,
            InOlderDays = fields[2] == "1",
            Window = new TimeWindow(from, to),
            Question = fields[5],
            Feed = feed.Value,
            StoreToken = fields[7].Length == 0 ? null : fields[7],
        };
        return true;
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static bool TryParseNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed > DateTime.MaxValue.Ticks)
            return false;
        number = parsed;
        return true;
    }
}

/// <summary>A place in the order of all events, newest first: by time, then by hash.</summary>
public readonly record struct EventPosition(long Time, string Hash)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}.{Hash}");

    public static bool TryParse(string text, out EventPosition position)
    {
        position = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time > DateTime.MaxValue.Ticks)
            return false;
        var hash = text[(dot + 1)..];
        if (hash.Length is not (0 or 32) || !hash.All(char.IsAsciiHexDigitLower))
            return false;
        position = new EventPosition(time, hash);
        return true;
    }
}
