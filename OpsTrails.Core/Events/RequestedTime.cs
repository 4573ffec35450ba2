using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>The <c>time</c> a client asked for: <c>NOW</c>, or an instant since 1970 and at most 24 hours ahead.</summary>
public readonly record struct RequestedTime
{
    public static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(24);

    private static readonly long Earliest = DateTime.UnixEpoch.Ticks;

    /// <summary>The instant in UTC ticks; null for <c>NOW</c>.</summary>
    public long? ExplicitTicks { get; private init; }

    public long TicksAt(DateTimeOffset now) => ExplicitTicks ?? now.UtcTicks;

    public static bool TryParse(string text, DateTimeOffset now, out RequestedTime time, [NotNullWhen(false)] out string? reason)
    {
        time = default;
        reason = null;
        if (text.Equals("NOW", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!Instant.TryParseUnlessNow(text, out var ticks, out reason))
            return false;

        if (ticks < Earliest)
            reason = $"{ValidationErrors.Quote(text)} is before 1970";
        else if (ticks > now.UtcTicks + FurthestAhead.Ticks)
            reason = $"{ValidationErrors.Quote(text)} is more than 24 hours in the future";
        else
            time = new RequestedTime { ExplicitTicks = ticks };
        return reason is null;
    }
}
