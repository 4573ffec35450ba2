using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsTrails.Core.Input;

/// <summary>
/// Parses an instant: RFC 3339 / ISO 8601 (extended form) with a zone, or RFC 2822 with a numeric offset or GMT. Rejects anything
/// ambiguous, with a reason.
/// </summary>
public static partial class Instant
{
    private const string WhatToSend =
        "ISO 8601 with a zone, such as 2025-01-15T14:30:00Z, or RFC 2822, such as Wed, 15 Jan 2025 14:30:00 +0200";
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <param name="text">The text to parse.</param>
    /// <param name="time">The instant, truncated to 100 ns.</param>
    /// <param name="reason">Says what is wrong and what to send instead.</param>
    public static bool TryParse(string text, out Timestamp time, [NotNullWhen(false)] out string? reason) =>
        TryParse(text, $"Send {WhatToSend}", out time, out reason);

    /// <summary>
    /// Like <see cref="TryParse(string, out Timestamp, out string?)"/>, for callers that also accept <c>NOW</c>. The reason mentions it.
    /// </summary>
    internal static bool TryParseUnlessNow(string text, out Timestamp time, [NotNullWhen(false)] out string? reason) =>
        TryParse(text, $"Send NOW, {WhatToSend}", out time, out reason);

    private static bool TryParse(string text, string whatToSend, out Timestamp time, [NotNullWhen(false)] out string? reason)
    {
        reason = Read(text, whatToSend, out time);
        return reason is null;
    }

    private static string? Read(string text, string whatToSend, out Timestamp time)
    {
        time = default;
        var iso = Iso8601().Match(text);
        if (iso.Success)
        {
            if (!iso.Groups["h"].Success)
                return $"{ValidationErrors.Quote(text)} has no time of day and no zone. {whatToSend}";
            if (!iso.Groups["zone"].Success)
                return $"{ValidationErrors.Quote(text)} has no zone. End it with Z or an offset such as +02:00";
            return Moment(text, iso, Number(iso, "mo"), out time);
        }

        var rfc2822 = Rfc2822().Match(text);
        if (rfc2822.Success)
        {
            var month = 1 + Array.IndexOf(Months, rfc2822.Groups["mon"].Value.ToLowerInvariant());
            var reason = Moment(text, rfc2822, month, out time);
            return reason ?? CheckWeekday(text, rfc2822, month);
        }

        if (NumberOnly().IsMatch(text))
            return $"{ValidationErrors.Quote(text)} is a number. {whatToSend}";
        return $"{ValidationErrors.Quote(text)} is not a valid time. {whatToSend}";
    }

    private static string? Moment(string text, Match match, int month, out Timestamp time)
    {
        time = default;
        int year = Number(match, "y"),
            day = Number(match, "d"),
            hour = Number(match, "h"),
            minute = Number(match, "mi");
        var second = match.Groups["s"].Success ? Number(match, "s") : 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return $"{ValidationErrors.Quote(text)} has a day that doesn't exist. Check the date";
        if (second == 60)
            return $"{ValidationErrors.Quote(text)} is a leap second, which is not supported. Send second 59";
        if (hour > 23 || minute > 59 || second > 59)
            return $"{ValidationErrors.Quote(text)} has a time of day that doesn't exist. Send one from 00:00:00 to 23:59:59";

        var offset = 0;
        if (match.Groups["sign"].Success)
        {
            int hours = Number(match, "zh"),
                minutes = match.Groups["zm"].Success ? Number(match, "zm") : 0;
            if (minutes > 59 || hours * 60 + minutes > 14 * 60)
                return $"{ValidationErrors.Quote(text)} has an offset that doesn't exist. Send one from -14:00 to +14:00";
            offset = (match.Groups["sign"].Value == "-" ? -1 : 1) * (hours * 60 + minutes);
        }

        var moment =
            new Timestamp(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks)
            + Fraction(match.Groups["f"].ValueSpan)
            - TimeSpan.FromMinutes(offset);
        if (moment < Timestamp.MinValue || moment > Timestamp.MaxValue)
            return $"{ValidationErrors.Quote(text)} is outside the years 1 to 9999 in UTC. Send a time within them";
        time = moment;
        return null;
    }

    private static string? CheckWeekday(string text, Match match, int month)
    {
        if (!match.Groups["dow"].Success)
            return null;
        var date = new DateOnly(Number(match, "y"), month, Number(match, "d"));
        var weekday = Array.IndexOf(Weekdays, match.Groups["dow"].Value.ToLowerInvariant());
        return weekday == (int)date.DayOfWeek
            ? null
            : $"{ValidationErrors.Quote(text)} has a weekday that doesn't match its date. Correct it or omit it";
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>Digits after the decimal point or comma, truncated to 100 ns.</summary>
    private static TimeSpan Fraction(ReadOnlySpan<char> digits)
    {
        long ticks = 0;
        for (var i = 0; i < 7; i++)
            ticks = ticks * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        return new TimeSpan(ticks);
    }

    [GeneratedRegex(
        """
            \A(?<y>[0-9]{4})-(?<mo>[0-9]{2})-(?<d>[0-9]{2})
            ([Tt\x20](?<h>[0-9]{2}):(?<mi>[0-9]{2})(:(?<s>[0-9]{2})([.,](?<f>[0-9]{1,30}))?)?
              (?<zone>[Zz]|(?<sign>[+-])(?<zh>[0-9]{2})(:?(?<zm>[0-9]{2}))?)?
            )?\z
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Iso8601();

    [GeneratedRegex(
        """
            \A((?<dow>[A-Za-z]{3}),\x20)?(?<d>[0-9]{1,2})\x20(?<mon>[A-Za-z]{3})\x20(?<y>[0-9]{4})\x20
            (?<h>[0-9]{2}):(?<mi>[0-9]{2})(:(?<s>[0-9]{2}))?\x20
            (GMT|(?<sign>[+-])(?<zh>[0-9]{2})(?<zm>[0-9]{2}))\z
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Rfc2822();

    [GeneratedRegex(@"\A-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex NumberOnly();
}
