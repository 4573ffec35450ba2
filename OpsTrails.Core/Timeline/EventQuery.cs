using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>A query of the timeline.</summary>
public sealed record EventQuery
{
    public const int DefaultLimit = 25;
    public const int MaxLimit = 100;

    private static readonly string[] WindowParameters = ["from", "to", "timezone"];
    private static readonly string[] PageParameters = ["limit", "cursor", "id", "after", "wait", IncludeParameter.Name];

    public required EventFilter Filter { get; init; }

    public required TimeWindow Window { get; init; }

    public TimeZoneInfo? Zone { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public PageCursor? Cursor { get; init; }

    /// <summary>Whether the window ends now because the query names no end. What lies ahead is given apart.</summary>
    public bool EndsNow { get; init; }

    /// <summary>Only events with this id.</summary>
    public string? Id { get; init; }

    /// <summary>What to add to each event.</summary>
    public Included Include { get; init; }

    /// <summary>A hash of the query without its page: filter, window as written, id.</summary>
    public required string Hash { get; init; }

    /// <summary>Parses a query for pages of events. A request with <c>after</c> queries the feed instead.</summary>
    /// <returns>Null if an error was added.</returns>
    public static EventQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors errors
    ) => Parse(parameters, [.. WindowParameters, .. FilterParameters.Names, .. PageParameters], now, errors);

    /// <summary>Parses a query for a whole window.</summary>
    /// <param name="parameters">Each name once, with all its values.</param>
    /// <param name="further">Names of parameters that the caller reads itself.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="errors">Receives every error.</param>
    public static EventQuery? ParseWindow(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> further,
        DateTimeOffset now,
        ValidationErrors errors
    ) => Parse(parameters, [.. WindowParameters, .. FilterParameters.Names, .. further], now, errors);

    private static EventQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> known,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, known, errors);
        var filter = FilterParameters.Read(given, errors);
        var zone = ReadZone(given, errors);
        var cursor = ReadCursor(given, errors);
        var window = cursor?.Window ?? TimeWindow.Parse(given.One("from"), given.One("to"), zone, now, errors);
        var endsNow = given.One("to") is null && given.One("id") is null;
        if (endsNow && cursor is null)
        {
            if (window.From > Timestamp.From(now))
                errors.Add("from", $"{window.From.Value} is after now, where the window ends without to. Send to as well");
            window = window with { To = TimeWindow.EndingAt(now) };
        }
        var limit = ReadLimit(given, errors);
        var include = IncludeParameter.Read(given, Included.Meaning, errors);
        if (given.One("wait") is not null)
            errors.Add("wait", "works only with after. Send after=now or the feed of a page as well");
        var hash = HashOf(filter, given);
        if (cursor is not null && cursor.QueryHash != hash)
            errors.Add("cursor", ValidationErrors.ForeignCursor);
        if (errors.Any)
            return null;
        return new EventQuery
        {
            Filter = filter,
            Window = window,
            Zone = zone,
            Limit = limit,
            Cursor = cursor,
            EndsNow = endsNow,
            Include = include,
            Id = given.One("id"),
            Hash = hash,
        };
    }

    private static TimeZoneInfo? ReadZone(Parameters given, ValidationErrors errors)
    {
        if (given.One("timezone") is not { } name)
            return null;
        if (!LocalTime.TryFindZone(name, out var zone))
            errors.Add("timezone", LocalTime.UnknownZone(name));
        return zone;
    }

    private static PageCursor? ReadCursor(Parameters given, ValidationErrors errors)
    {
        if (given.One("cursor") is not { } text)
            return null;
        if (!PageCursor.TryParse(text, out var cursor))
            errors.Add("cursor", ValidationErrors.InvalidCursor);
        return cursor;
    }

    /// <summary>Reads the page size, for pages with the same limits as those of events.</summary>
    public static int ReadLimit(Parameters given, ValidationErrors errors)
    {
        if (given.One("limit") is not { } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
            errors.Add("limit", $"must be a number from 1 to {MaxLimit}, not {ValidationErrors.Quote(text)}");
        return limit;
    }

    private static string HashOf(EventFilter filter, Parameters given)
    {
        var text = string.Join('\n', filter.Hash(), given.One("from"), given.One("to"), given.One("timezone"), given.One("id"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
