using OpsTrails.Core.Input;

namespace OpsTrails.Core.Facets;

/// <summary>The first and the last day on which a value was seen, in days since 0001-01-01 UTC. The range grows with every event.</summary>
public readonly record struct SeenDays(long First, long Last)
{
    public static SeenDays On(Timestamp time) => new(time.Day, time.Day);

    public SeenDays Union(SeenDays other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));

    /// <summary>Whether it begins before and ends after the other range.</summary>
    public bool IsAround(SeenDays other) => First < other.First && other.Last < Last;

    public bool Covers(SeenDays other) => First <= other.First && other.Last <= Last;
}
