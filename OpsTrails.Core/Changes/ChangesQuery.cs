using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>What changed before a time, or before an event such as an incident.</summary>
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

    /// <summary>The windows that can be asked for, shortest first.</summary>
    public static IReadOnlyList<string> Windows { get; } = [.. Spans.Select(span => span.Name)];

    /// <summary>The time in UTC ticks; null when an event was named.</summary>
    public long? Time { get; init; }

    /// <summary>The id or ref of an event; null when a time was given.</summary>
    public string? Event { get; init; }

    /// <summary>How far back to look.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The environment where it hurts, empty for events without one; null when none was named.</summary>
    public string? Subject { get; init; }

    /// <summary>The system where it hurts; null when none was named.</summary>
    public string? Source { get; init; }

    /// <summary>How many changes are wanted.</summary>
    public int Limit { get; init; } = DefaultLimit;

    public TimeZoneInfo? Zone { get; init; }

    /// <param name="parameters">Each once, with its values.</param>
    /// <param name="now">The moment that relative times count from.</param>
    /// <param name="faults">Takes every fault.</param>
    /// <returns>Null exactly when a fault was added.</returns>
    public static ChangesQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors faults
    )
    {
        var given = Parameters.Read(parameters, Known, faults);
        var zone = GridQuery.Zone(given, faults);
        var time = ReadTime(given, now, zone, faults);
        var named = ReadText(given, "event", EventRules.IdLength, mayBeEmpty: false, faults);
        if (given.One("time") is null && given.One("event") is null && !faults.All.Any(fault => fault.Field is "time" or "event"))
            faults.Add("time", "is missing, send it, such as now, -30m or 2025-01-15T14:30:00Z, or send event, the id or ref of an event");
        else if (given.One("time") is not null && given.One("event") is not null)
            faults.Add("time", "came together with event, send one of them");

        var question = new ChangesQuery
        {
            Time = time,
            Event = named,
            Window = ReadWindow(given, faults),
            Subject = ReadText(given, "subject", EventRules.SubjectLength, mayBeEmpty: true, faults),
            Source = ReadText(given, "source", EventRules.SourceLength, mayBeEmpty: false, faults),
            Limit = ReadLimit(given, faults),
            Zone = zone,
        };
        return faults.Any ? null : question;
    }

    private static long? ReadTime(Parameters given, DateTimeOffset now, TimeZoneInfo? zone, ValidationErrors faults)
    {
        if (given.One("time") is not { } text)
            return null;
        if (TimeExpression.TryParse(text, now, zone, isEnd: false, out var ticks, out var reason))
            return GridQuery.Clamp(ticks);
        faults.Add("time", reason);
        return null;
    }

    private static TimeSpan ReadWindow(Parameters given, ValidationErrors faults)
    {
        var name = given.One("window") ?? DefaultWindow;
        var span = Spans.FirstOrDefault(span => span.Name == name).Span;
        if (span == default)
            faults.Add("window", $"{ValidationErrors.Quote(name)} is not one of {string.Join(", ", Windows)}");
        return span;
    }

    private static string? ReadText(Parameters given, string name, int longest, bool mayBeEmpty, ValidationErrors faults)
    {
        var text = given.One(name);
        if (given.All(name).Count > 1)
            faults.Add(name, $"came {given.All(name).Count} times, send it once");
        else if (text is { Length: 0 } && !mayBeEmpty)
            faults.Add(name, "is empty, leave it out or give it a value");
        else if (text is not null && TextRules.LengthOf(text) > longest)
            faults.Add(name, $"{ValidationErrors.Quote(text)} has more than {longest} characters, which no event has there");
        return text;
    }

    private static int ReadLimit(Parameters given, ValidationErrors faults)
    {
        if (given.One("limit") is not { } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
            faults.Add("limit", $"{ValidationErrors.Quote(text)} is not a number from 1 to {MaxLimit}");
        return limit;
    }
}
