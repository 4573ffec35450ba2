using System.Globalization;

namespace OpsTrails.Core.Events;

/// <summary>The number of an entry in the feed, from 1 and without gaps. As a position: after that entry.</summary>
public readonly record struct FeedSequence(long Number) : IComparable<FeedSequence>
{
    /// <summary>Before the first entry.</summary>
    public static readonly FeedSequence Zero;

    public FeedSequence Next() => this + 1;

    public FeedSequence Previous() => this - 1;

    public int CompareTo(FeedSequence other) => Number.CompareTo(other.Number);

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    public static FeedSequence operator +(FeedSequence from, long entries) => new(from.Number + entries);

    public static FeedSequence operator -(FeedSequence from, long entries) => new(from.Number - entries);

    /// <summary>The number of entries from one position to another.</summary>
    public static long operator -(FeedSequence to, FeedSequence from) => to.Number - from.Number;

    public static bool operator <(FeedSequence left, FeedSequence right) => left.Number < right.Number;

    public static bool operator >(FeedSequence left, FeedSequence right) => left.Number > right.Number;

    public static bool operator <=(FeedSequence left, FeedSequence right) => left.Number <= right.Number;

    public static bool operator >=(FeedSequence left, FeedSequence right) => left.Number >= right.Number;
}
