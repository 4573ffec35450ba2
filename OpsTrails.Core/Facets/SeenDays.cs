namespace OpsTrails.Core.Facets;

/// <summary>The first and the last day (days since 0001-01-01, UTC) on which a value was seen. It only ever widens.</summary>
public readonly record struct SeenDays(long First, long Last)
{
    public static SeenDays On(long ticks) => new(ticks / TimeSpan.TicksPerDay, ticks / TimeSpan.TicksPerDay);

    public SeenDays Union(SeenDays other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));

    public bool Covers(SeenDays other) => First <= other.First && other.Last <= Last;
}
