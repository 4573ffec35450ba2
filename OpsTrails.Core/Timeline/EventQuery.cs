using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>What a reader asks of the timeline, from the parameters of a request.</summary>
public sealed record EventQuery
{
    public const int DefaultLimit = 25;
    public const int MaxLimit = 100;

    private static readonly string[] WindowParameters = ["from", "to", "timezone"];
    private static readonly string[] PageParameters = ["limit", "cursor", "id", "after", "wait"];

    public required EventFilter Filter { get; init; }

    public required TimeWindow Window { get; init; }

    public TimeZoneInfo? Zone { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public PageCursor? Cursor { get; init; }

    /// <summary>Only events with this id.</summary>
    public string? Id { get; init; }

    /// <summary>A hash of everything that was asked but the page: filter, window as it was written, id.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads a question about pages of events. One with <c>after</c> is about the feed instead.</summary>
    /// <returns>Null exactly when a fault was added.</returns>
    public static EventQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors faults
    ) => Parse(parameters, [.. WindowParameters, .. FilterParameters.Names, .. PageParameters], now, faults);

    /// <summary>Reads a question about a window as a whole.</summary>
    /// <param name="parameters">Each once, with its values.</param>
    /// <param name="further">Parameters that the caller reads itself.</param>
    /// <param name="now">The moment that relative times count from.</param>
    /// <param name="faults">Takes every fault.</param>
    public static EventQuery? ParseWindow(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> further,
        DateTimeOffset now,
        ValidationErrors faults
    ) => Parse(parameters, [.. WindowParameters, .. FilterParameters.Names, .. further], now, faults);

    private static EventQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> known,
        DateTimeOffset now,
        ValidationErrors faults
    )
    {
        var given = Parameters.Read(parameters, known, faults);
        var filter = FilterParameters.Read(given, faults);
        var zone = ReadZone(given, faults);
        var cursor = ReadCursor(given, faults);
        var window = cursor?.Window ?? TimeWindow.Parse(given.One("from"), given.One("to"), zone, now, faults);
        var limit = ReadLimit(given, faults);
        if (given.One("wait") is not null)
            faults.Add("wait", "goes with after only, send after=now or the feed of a page too");
        var hash = HashOf(filter, given);
        if (cursor is not null && cursor.Question != hash)
            faults.Add("cursor", "belongs to another question, send it with the parameters of its first page, or leave it out");
        if (faults.Any)
            return null;
        return new EventQuery
        {
            Filter = filter,
            Window = window,
            Zone = zone,
            Limit = limit,
            Cursor = cursor,
            Id = given.One("id"),
            Hash = hash,
        };
    }

    private static TimeZoneInfo? ReadZone(Parameters given, ValidationErrors faults)
    {
        if (given.One("timezone") is not { } name)
            return null;
        if (!LocalTime.TryFindZone(name, out var zone))
            faults.Add("timezone", $"{ValidationErrors.Quote(name)} is not known, send an IANA name such as Europe/Warsaw");
        return zone;
    }

    private static PageCursor? ReadCursor(Parameters given, ValidationErrors faults)
    {
        if (given.One("cursor") is not { } text)
            return null;
        if (!PageCursor.TryParse(text, out var cursor))
            faults.Add("cursor", "is not one that was given out here, send nextCursor of the page before, or leave it out");
        return cursor;
    }

    /// <summary>How many items a page is to have, where pages are limited like those of events.</summary>
    public static int ReadLimit(Parameters given, ValidationErrors faults)
    {
        if (given.One("limit") is not { } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
            faults.Add("limit", $"{ValidationErrors.Quote(text)} is not a number from 1 to {MaxLimit}");
        return limit;
    }

    private static string HashOf(EventFilter filter, Parameters given)
    {
        var text = string.Join('\n', filter.Hash(), given.One("from"), given.One("to"), given.One("timezone"), given.One("id"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
