using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// Where the next page starts. Carries the resolved window of the first page and the hash of the query, never the organization. Opaque to
/// clients. Written in plain digits, because Base64 takes twice as many tokens for assistants.
/// </summary>
public sealed record PageCursor
{
    private const string Version = "2";
    private const char Separator = '_';
    private const int Fields = 6;
    private const int MaxCharacters = 4_096;

    public required EventPosition Position { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>The hash of the query. A cursor works only with the query it came from.</summary>
    public required string QueryHash { get; init; }

    /// <summary>The feed's position before the first page was read.</summary>
    public required FeedSequence Feed { get; init; }

    public override string ToString() =>
        string.Join(
            Separator,
            Version,
            Position.ToString(),
            CursorNumbers.Write(Window.From),
            CursorNumbers.Write(Window.To),
            QueryHash,
            Feed.ToString()
        );

    public static bool TryParse(string text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        if (text.Length > MaxCharacters)
            return false;
        var fields = text.Split(Separator);
        if (
            fields.Length != Fields
            || fields[0] != Version
            || !EventPosition.TryParse(fields[1], out var position)
            || !CursorNumbers.TryParse(fields[2], out Timestamp? from)
            || !CursorNumbers.TryParse(fields[3], out Timestamp? to)
            || !CursorNumbers.TryParse(fields[5], out long? feed)
            || feed is null
        )
            return false;
        cursor = new PageCursor
        {
            Position = position,
            Window = new TimeWindow(from, to),
            QueryHash = fields[4],
            Feed = new FeedSequence(feed.Value),
        };
        return true;
    }
}

/// <summary>
/// A position in the order of all events, newest first. Without an event, it follows every event of its time.
/// </summary>
/// <param name="Time">Of the position.</param>
/// <param name="Event">The event at this position, or null.</param>
/// <param name="IsIncluded">Whether the event at this position is next, instead of the one after it.</param>
public readonly record struct EventPosition(Timestamp Time, EventOrder? Event, bool IsIncluded = false)
{
    private const char Included = 'i';
    private const char Passed = 'p';
    private const char Separator = '-';
    private const int HashLength = 32;

    /// <summary>Before any possible event.</summary>
    public static readonly EventPosition Newest = AfterAllAt(Timestamp.MaxValue);

    /// <summary>Whether every following event is of an earlier day.</summary>
    public bool IsEndOfDay => Event is null && (Time == Time.StartOfDay() || this == Newest);

    /// <summary>After every event of a time and of later times.</summary>
    public static EventPosition AfterAllAt(Timestamp time) => new(time, null);

    public static EventPosition After(EventOrder e) => new(e.Time, e);

    public static EventPosition At(EventOrder e) => new(e.Time, e, IsIncluded: true);

    /// <summary>The start of a window, newest first.</summary>
    public static EventPosition StartOf(TimeWindow window) => window.To is { } to ? AfterAllAt(to) : Newest;

    public override string ToString() =>
        Event is { } e
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Time.Ticks}{(IsIncluded ? Included : Passed)}{e.CreatedAt.Ticks}-{e.Place}-{e.Hash}"
            )
            : string.Create(CultureInfo.InvariantCulture, $"{Time.Ticks}{Passed}");

    public static bool TryParse(string text, out EventPosition position)
    {
        position = default;
        var mark = text.AsSpan().IndexOfAny(Included, Passed);
        if (mark < 1 || !TryParseTime(text.AsSpan(0, mark), out var time))
            return false;
        var isIncluded = text[mark] == Included;
        if (mark == text.Length - 1)
        {
            position = AfterAllAt(time);
            return !isIncluded;
        }

        var parts = text[(mark + 1)..].Split(Separator);
        if (
            parts.Length != 3
            || !TryParseTime(parts[0], out var createdAt)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            || place > EventOrder.MaxPlace
            || parts[2].Length != HashLength
            || !parts[2].All(char.IsAsciiHexDigitLower)
        )
            return false;
        position = new EventPosition(time, new EventOrder(time, createdAt, place, parts[2]), isIncluded);
        return true;
    }

    private static bool TryParseTime(ReadOnlySpan<char> text, out Timestamp time)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks);
        time = new Timestamp(ticks);
        return isNumber && time <= Timestamp.MaxValue;
    }
}
