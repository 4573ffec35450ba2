using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// An edge of a window: <c>now</c>, <c>-2h</c> (m, h, d, w), an instant with a zone, or, when a time zone is given, a bare local date or time.
/// </summary>
public static partial class TimeExpression
{
    private const string WhatToSend = "send now, a span such as -30m, -2h, -7d, -4w, or a time with a zone such as 2025-01-15T14:30:00Z";

    /// <param name="text">What was sent.</param>
    /// <param name="now">The moment that relative times count from.</param>
    /// <param name="zone">For bare local times; null when none was given.</param>
    /// <param name="isEnd">
    /// Whether this is the end of a window: then a bare date means the end of that day, and a local time that exists twice means the later one, so that
    /// the window holds both. A local time that does not exist is the moment the clocks jumped.
    /// </param>
    /// <param name="ticks">The instant in UTC ticks.</param>
    /// <param name="reason">A sentence that says what to send.</param>
    public static bool TryParse(
        string text,
        DateTimeOffset now,
        TimeZoneInfo? zone,
        bool isEnd,
        out long ticks,
        [NotNullWhen(false)] out string? reason
    )
    {
        ticks = now.UtcTicks;
        reason = null;
        if (text.Equals("now", StringComparison.OrdinalIgnoreCase))
            return true;
        if (Relative().Match(text) is { Success: true } relative)
            return TrySubtract(text, relative, ref ticks, out reason);
        if (Local().Match(text) is { Success: true } local)
            return TryReadLocal(text, local, zone, isEnd, out ticks, out reason);
        if (Instant.TryParse(text, out ticks, out reason))
            return true;

        // A date that is wrong in one place is told so; for all else it helps more to hear what is taken.
        if (SpaceForPlus().IsMatch(text))
            reason = $"{ValidationErrors.Quote(text)} has a space where its offset begins, in an address + is written %2B";
        else if (!Dated().IsMatch(text))
            reason = $"{ValidationErrors.Quote(text)} is not understood, {WhatToSend}";
        return false;
    }

    /// <summary>Whether this is a span back from now, and one that the calendar holds.</summary>
    public static bool IsSpan(string text, DateTimeOffset now)
    {
        var ticks = now.UtcTicks;
        return Relative().Match(text) is { Success: true } relative && TrySubtract(text, relative, ref ticks, out _);
    }

    private static bool TrySubtract(string text, Match match, ref long ticks, out string? reason)
    {
        var unit = match.Groups["unit"].ValueSpan[0] switch
        {
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => 7 * TimeSpan.TicksPerDay,
        };
        var span = long.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) * unit;
        reason = span > ticks ? $"{ValidationErrors.Quote(text)} goes back before the calendar begins" : null;
        ticks -= reason is null ? span : 0;
        return reason is null;
    }

    private static bool TryReadLocal(string text, Match match, TimeZoneInfo? zone, bool isEnd, out long ticks, out string? reason)
    {
        ticks = 0;
        var hasTime = match.Groups["time"].Success;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            reason = $"{ValidationErrors.Quote(text)} names a day or time that does not exist";
        else if (zone is null)
            reason =
                $"{ValidationErrors.Quote(text)} has no zone, end it with Z or an offset, or send timezone, such as timezone=Europe/Warsaw";
        else if (local.Year < 2 || local.Year > 9998)
            reason = $"{ValidationErrors.Quote(text)} is out of range";
        else
            reason = null;
        if (reason is null)
            ticks = LocalTime.ToUtcTicks(!hasTime && isEnd ? local.AddDays(1) : local, zone!, later: isEnd && hasTime);
        return reason is null;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Dated();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]+ [0-9]{2}:?[0-9]{2}\z")]
    private static partial Regex SpaceForPlus();

    [GeneratedRegex(@"\A-(?<n>[0-9]{1,6})(?<unit>[mhdw])\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?<time>[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Local();
}
