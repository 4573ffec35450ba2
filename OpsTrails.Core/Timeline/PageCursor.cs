using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpsTrails.Core.Events;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// Where a walk over pages goes on. It carries the window as it was resolved for the first page and the hash of the question, never the
/// organization. To clients it is an opaque text; written in plain digits, because assistants pay by the token and Base64 takes twice as many.
/// </summary>
public sealed record PageCursor
{
    private const string Version = "1";
    private const char Separator = '_';
    private const int Fields = 6;
    private const int MostCharacters = 4_096;

    /// <summary>Where to go on.</summary>
    public required EventPosition Position { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>A hash of everything that was asked; a cursor goes with its question only.</summary>
    public required string Question { get; init; }

    /// <summary>The feed's position before the first page was read.</summary>
    public required long Feed { get; init; }

    public override string ToString() =>
        string.Join(Separator, Version, Position.ToString(), Text(Window.From), Text(Window.To), Question, Text(Feed));

    public static bool TryParse(string text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        if (text.Length > MostCharacters)
            return false;
        var fields = text.Split(Separator);
        if (
            fields.Length != Fields
            || fields[0] != Version
            || !EventPosition.TryParse(fields[1], out var position)
            || !TryParseNumber(fields[2], out var from)
            || !TryParseNumber(fields[3], out var to)
            || !TryParseNumber(fields[5], out var feed)
            || feed is null
        )
            return false;
        cursor = new PageCursor
        {
            Position = position,
            Window = new TimeWindow(from, to),
            Question = fields[4],
            Feed = feed.Value,
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

/// <summary>A place in the order of all events, newest first: by time, then by hash. Without a hash it is after everything of its moment.</summary>
/// <param name="Time">UTC ticks.</param>
/// <param name="Hash">The hash of source and id, or nothing.</param>
/// <param name="IsIncluded">Whether what stands right there comes next, or what follows it.</param>
public readonly record struct EventPosition(long Time, string Hash, bool IsIncluded = false)
{
    private const char Included = 'i';
    private const char Passed = 'p';

    /// <summary>Before the newest event there could be.</summary>
    public static readonly EventPosition Newest = new(DateTime.MaxValue.Ticks, "");

    /// <summary>Whether everything that follows is of an earlier day.</summary>
    public bool IsEndOfDay => Hash.Length == 0 && !IsIncluded && (Time % TimeSpan.TicksPerDay == 0 || this == Newest);

    public static EventPosition After(RecordedEvent e) => new(e.Time, e.Hash);

    /// <summary>Where a window begins, newest first.</summary>
    public static EventPosition StartOf(TimeWindow window) => window.To is { } to ? new(to, "") : Newest;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}{(IsIncluded ? Included : Passed)}{Hash}");

    public static bool TryParse(string text, out EventPosition position)
    {
        position = default;
        var mark = text.AsSpan().IndexOfAny(Included, Passed);
        if (
            mark < 1
            || !long.TryParse(text.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || time > DateTime.MaxValue.Ticks
        )
            return false;
        var hash = text[(mark + 1)..];
        var isIncluded = text[mark] == Included;
        if (hash.Length != 32 && (hash.Length != 0 || isIncluded))
            return false;
        position = new EventPosition(time, hash, isIncluded);
        return hash.All(char.IsAsciiHexDigitLower);
    }
}
