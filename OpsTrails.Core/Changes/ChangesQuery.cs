using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>A query for the changes before a time, or before an event such as an incident.</summary>
public sealed record ChangesQuery
{
    public const int DefaultLimit = 10;
    public const int MaxLimit = 50;
    public const string DefaultWindow = "2h";

    private static readonly string[] Known = ["time", "event", "window", "subject", "source", "limit", "timezone"];

    private static readonly (string Name, TimeSpan Span)[] Spans =
    [
        ("1h", TimeSpan.FromHours(1)),
        ("2h", TimeSpan.FromHours(2)),
        ("4h", TimeSpan.FromHours(4)),
        ("6h", TimeSpan.FromHours(6)),
        ("12h", TimeSpan.FromHours(12)),
        ("24h", TimeSpan.FromHours(24)),
        ("3d", TimeSpan.FromDays(3)),
        ("7d", TimeSpan.FromDays(7)),
    ];

    /// <summary>The valid windows, shortest first.</summary>
    public static IReadOnlyList<string> Windows { get; } = [.. Spans.Select(span => span.Name)];

    /// <summary>Null if the query names an event.</summary>
    public Timestamp? Time { get; init; }

    /// <summary>The id or ref of an event. Null if the query names a time.</summary>
    public string? Event { get; init; }

    /// <summary>How far back to look.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The affected environment. Empty for events without one, null if not given.</summary>
    public string? Subject { get; init; }

    /// <summary>The affected system. Null if not given.</summary>
    public string? Source { get; init; }

    /// <summary>The maximum number of changes.</summary>
    public int Limit { get; init; } = DefaultLimit;

    public TimeZoneInfo? Zone { get; init; }

    /// <param name="parameters">Each name once, with all its values.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="errors">Receives every error.</param>
    /// <returns>Null if an error was added.</returns>
    public static ChangesQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, Known, errors);
        var zone = GridQuery.Zone(given, errors);
        var time = ReadTime(given, now, zone, errors);
        var named = ReadText(given, "event", EventRules.IdLength, mayBeEmpty: false, errors);
        if (given.One("time") is null && given.One("event") is null && !errors.All.Any(error => error.Field is "time" or "event"))
            errors.Add(
                "time",
                "is required. Send a time such as now, -30m or 2025-01-15T14:30:00Z, or send event, the id or ref of an event"
            );
        else if (given.One("time") is not null && given.One("event") is not null)
            errors.Add("time", "can't be combined with event. Send one of them");

        var query = new ChangesQuery
        {
            Time = time,
            Event = named,
            Window = ReadWindow(given, errors),
            Subject = ReadText(given, "subject", EventRules.MaxSubjectLength, mayBeEmpty: true, errors),
            Source = ReadText(given, "source", EventRules.SourceLength, mayBeEmpty: false, errors),
            Limit = ReadLimit(given, errors),
            Zone = zone,
        };
        return errors.Any ? null : query;
    }

    private static Timestamp? ReadTime(Parameters given, DateTimeOffset now, TimeZoneInfo? zone, ValidationErrors errors)
    {
        if (given.One("time") is not { } text)
            return null;
        if (TimeExpression.TryParse(text, now, zone, isEnd: false, out var at, out var reason))
            return GridQuery.Clamp(at);
        errors.Add("time", reason);
        return null;
    }

    private static TimeSpan ReadWindow(Parameters given, ValidationErrors errors)
    {
        var name = given.One("window") ?? DefaultWindow;
        var span = Spans.FirstOrDefault(span => span.Name == name).Span;
        if (span == default)
            errors.Add("window", ValidationErrors.Unknown(name, Windows));
        return span;
    }

    private static string? ReadText(Parameters given, string name, int maxLength, bool mayBeEmpty, ValidationErrors errors)
    {
        var text = given.One(name);
        if (given.All(name).Count > 1)
            errors.Add(name, ValidationErrors.Repeated(given.All(name).Count));
        else if (text is { Length: 0 } && !mayBeEmpty)
            errors.Add(name, "is empty. Send a value or omit it");
        else if (text is not null && TextRules.LengthOf(text) > maxLength)
            errors.Add(name, ValidationErrors.TooLong(text, maxLength));
        return text;
    }

    private static int ReadLimit(Parameters given, ValidationErrors errors)
    {
        if (given.One("limit") is not { } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
            errors.Add("limit", $"must be a number from 1 to {MaxLimit}, not {ValidationErrors.Quote(text)}");
        return limit;
    }
}
