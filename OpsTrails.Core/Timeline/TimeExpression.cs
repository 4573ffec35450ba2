using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// Parses the start or end of a window: <c>now</c>, <c>-2h</c> (m, h, d, w), an instant with a zone or, with a time zone, a bare local date
/// or time.
/// </summary>
public static partial class TimeExpression
{
    private const string WhatToSend = "Send now, a span such as -30m, -2h, -7d or -4w, or a time with a zone such as 2025-01-15T14:30:00Z";

    /// <param name="text">The text to parse.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="zone">The zone of bare local times, or null.</param>
    /// <param name="isEnd">Whether this is the end of a window. A bare date then means the end of that day. A local time that exists twice
    /// means the later one, so that the window includes both. A local time that doesn't exist is the moment of the clock change.</param>
    /// <param name="time">The instant.</param>
    /// <param name="reason">Says what is wrong and what to send instead.</param>
    public static bool TryParse(
        string text,
        DateTimeOffset now,
        TimeZoneInfo? zone,
        bool isEnd,
        out Timestamp time,
        [NotNullWhen(false)] out string? reason
    )
    {
        time = Timestamp.From(now);
        reason = null;
        if (text.Equals("now", StringComparison.OrdinalIgnoreCase))
            return true;
        if (Relative().Match(text) is { Success: true } relative)
            return TrySubtract(text, relative, ref time, out reason);
        if (Local().Match(text) is { Success: true } local)
            return TryReadLocal(text, local, zone, isEnd, out time, out reason);
        if (Instant.TryParse(text, out time, out reason))
            return true;

        // For a date with a single mistake, name the mistake. For anything else, list the valid forms.
        if (SpaceForPlus().IsMatch(text))
            reason = $"{ValidationErrors.Quote(text)} has a space where its offset begins. In a URL, write + as %2B";
        else if (!Dated().IsMatch(text))
            reason = $"{ValidationErrors.Quote(text)} is not a valid time. {WhatToSend}";
        return false;
    }

    /// <summary>Whether the text is a span back from now that starts no earlier than year 1.</summary>
    public static bool IsSpan(string text, DateTimeOffset now)
    {
        var time = Timestamp.From(now);
        return Relative().Match(text) is { Success: true } relative && TrySubtract(text, relative, ref time, out _);
    }

    private static bool TrySubtract(string text, Match match, ref Timestamp time, out string? reason)
    {
        var unit = match.Groups["unit"].ValueSpan[0] switch
        {
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => 7 * TimeSpan.TicksPerDay,
        };
        var span = new TimeSpan(long.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) * unit);
        reason = span > time - Timestamp.MinValue ? $"{ValidationErrors.Quote(text)} goes back before year 1. Send a shorter span" : null;
        time -= reason is null ? span : TimeSpan.Zero;
        return reason is null;
    }

    private static bool TryReadLocal(string text, Match match, TimeZoneInfo? zone, bool isEnd, out Timestamp time, out string? reason)
    {
        time = default;
        var hasTime = match.Groups["time"].Success;
        if (!DateTime.TryParse(text.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            reason = $"{ValidationErrors.Quote(text)} has a day or time that doesn't exist. Check the date and the time";
        else if (zone is null)
            reason =
                $"{ValidationErrors.Quote(text)} has no zone. End it with Z or an offset, or send timezone, such as timezone=Europe/Warsaw";
        else if (local.Year < 2 || local.Year > 9998)
            reason = $"{ValidationErrors.Quote(text)} is outside the years 2 to 9998. Send a time within them";
        else
            reason = null;
        if (reason is null)
            time = LocalTime.ToUtc(!hasTime && isEnd ? local.AddDays(1) : local, zone!, later: isEnd && hasTime);
        return reason is null;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Dated();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.,]+ [0-9]{2}:?[0-9]{2}\z")]
    private static partial Regex SpaceForPlus();

    [GeneratedRegex(@"\A-(?<n>[0-9]{1,6})(?<unit>[mhdw])\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?<time>[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,7})?)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Local();
}
