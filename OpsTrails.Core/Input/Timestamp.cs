using System.Globalization;

namespace OpsTrails.Core.Input;

/// <summary>An instant in UTC, to 100 ns.</summary>
/// <param name="Ticks">Since 0001-01-01.</param>
public readonly record struct Timestamp(long Ticks) : IComparable<Timestamp>
{
    public static readonly Timestamp MinValue = new(DateTime.MinValue.Ticks);

    public static readonly Timestamp MaxValue = new(DateTime.MaxValue.Ticks);

    /// <summary>One tick later.</summary>
    public Timestamp Next() => new(Ticks + 1);

    /// <summary>One tick earlier.</summary>
    public Timestamp Previous() => new(Ticks - 1);

    /// <summary>The UTC day, as days since 0001-01-01.</summary>
    public long Day => Ticks / TimeSpan.TicksPerDay;

    public Timestamp StartOfDay() => OfDay(Day);

    /// <param name="day">Days since 0001-01-01.</param>
    public static Timestamp OfDay(long day) => new(day * TimeSpan.TicksPerDay);

    public static Timestamp From(DateTimeOffset time) => new(time.UtcTicks);

    public DateTimeOffset ToDateTimeOffset() => new(Ticks, TimeSpan.Zero);

    public static Timestamp Min(Timestamp one, Timestamp other) => one < other ? one : other;

    public static Timestamp Max(Timestamp one, Timestamp other) => one > other ? one : other;

    public int CompareTo(Timestamp other) => Ticks.CompareTo(other.Ticks);

    /// <summary>In ISO 8601 with milliseconds, or with seven decimals if the instant is finer.</summary>
    public override string ToString()
    {
        var format = Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
        return ToDateTimeOffset().ToString(format, CultureInfo.InvariantCulture);
    }

    public static Timestamp operator +(Timestamp time, TimeSpan span) => new(time.Ticks + span.Ticks);

    public static Timestamp operator -(Timestamp time, TimeSpan span) => new(time.Ticks - span.Ticks);

    public static TimeSpan operator -(Timestamp to, Timestamp from) => new(to.Ticks - from.Ticks);

    public static bool operator <(Timestamp one, Timestamp other) => one.Ticks < other.Ticks;

    public static bool operator >(Timestamp one, Timestamp other) => one.Ticks > other.Ticks;

    public static bool operator <=(Timestamp one, Timestamp other) => one.Ticks <= other.Ticks;

    public static bool operator >=(Timestamp one, Timestamp other) => one.Ticks >= other.Ticks;
}
