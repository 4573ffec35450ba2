using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Incidents;

/// <summary>
/// Where the next page of incidents starts. Carries the resolved window of the first page, and which incidents that page put first although
/// they come later in the order. Opaque to clients.
/// </summary>
public sealed record IncidentCursor
{
    /// <summary>The first digits of a hash, which distinguish the incidents of one page.</summary>
    public const int HashDigits = 12;

    private const string Version = "i1";
    private const char Separator = '_';
    private const int Fields = 6;
    private const int HashLength = 32;
    private const int MaxCharacters = 4_096;

    /// <summary>The last incident that was passed. Null before the first one.</summary>
    public required (Timestamp Opened, string Hash)? After { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>The first digits of the hashes of incidents that were shown and come later.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>A cursor works only with the query it came from.</summary>
    public required string QueryHash { get; init; }

    public override string ToString() =>
        string.Join(
            Separator,
            Version,
            After is { } after ? CursorNumbers.Write(after.Opened) + "-" + after.Hash : "",
            CursorNumbers.Write(Window.From),
            CursorNumbers.Write(Window.To),
            QueryHash,
            string.Concat(Shown)
        );

    public static bool TryParse(string text, [NotNullWhen(true)] out IncidentCursor? cursor)
    {
        cursor = null;
        var fields = text.Length > MaxCharacters ? [] : text.Split(Separator);
        if (
            fields.Length != Fields
            || fields[0] != Version
            || !TryParseAfter(fields[1], out var after)
            || !CursorNumbers.TryParse(fields[2], out Timestamp? from)
            || !CursorNumbers.TryParse(fields[3], out Timestamp? to)
            || fields[5].Length % HashDigits != 0
        )
            return false;
        cursor = new IncidentCursor
        {
            After = after,
            Window = new TimeWindow(from, to),
            QueryHash = fields[4],
            Shown = [.. fields[5].Chunk(HashDigits).Select(digits => new string(digits))],
        };
        return true;
    }

    private static bool TryParseAfter(string text, out (Timestamp Opened, string Hash)? after)
    {
        after = null;
        if (text.Length == 0)
            return true;
        var parts = text.Split('-');
        if (
            parts.Length != 2
            || !CursorNumbers.TryParse(parts[0], out Timestamp? opened)
            || opened is null
            || parts[1].Length != HashLength
            || !parts[1].All(char.IsAsciiHexDigitLower)
        )
            return false;
        after = (opened.Value, parts[1]);
        return true;
    }
}
