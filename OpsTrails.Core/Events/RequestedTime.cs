using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>The <c>time</c> that a client sent: <c>NOW</c>, or an instant from 1970 to a limit in the future.</summary>
public readonly record struct RequestedTime
{
    public static readonly TimeSpan MaxAhead = TimeSpan.FromHours(24);

    /// <summary>Freezes and maintenance are planned.</summary>
    public static readonly TimeSpan MaxAheadIfPlanned = TimeSpan.FromDays(366);

    private static readonly Timestamp Earliest = Timestamp.From(DateTimeOffset.UnixEpoch);

    /// <summary>The instant; null for <c>NOW</c>.</summary>
    public Timestamp? Explicit { get; private init; }

    public Timestamp At(DateTimeOffset now) => Explicit ?? Timestamp.From(now);

    /// <param name="text">As sent.</param>
    /// <param name="now">The time of recording.</param>
    /// <param name="isPlanned">Whether <see cref="MaxAheadIfPlanned"/> applies.</param>
    /// <param name="time">The parsed time.</param>
    /// <param name="reason">What is wrong and what to send.</param>
    public static bool TryParse(
        string text,
        DateTimeOffset now,
        bool isPlanned,
        out RequestedTime time,
        [NotNullWhen(false)] out string? reason
    )
    {
        time = default;
        reason = null;
        if (text.Equals("NOW", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!Instant.TryParseUnlessNow(text, out var instant, out reason))
            return false;

        if (instant < Earliest)
            reason = $"{ValidationErrors.Quote(text)} is before 1970. Send 1970-01-01T00:00:00Z or later";
        else if (instant > Timestamp.From(now) + (isPlanned ? MaxAheadIfPlanned : MaxAhead))
            reason =
                $"{ValidationErrors.Quote(text)} is more than {(isPlanned ? "a year" : "24 hours")} in the future. Send an earlier time";
        else
            time = new RequestedTime { Explicit = instant };
        return reason is null;
    }
}
