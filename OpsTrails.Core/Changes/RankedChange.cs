using OpsTrails.Core.Events;

namespace OpsTrails.Core.Changes;

/// <summary>A change with its score.</summary>
/// <param name="Event">The change.</param>
/// <param name="Before">Between the change and the incident.</param>
/// <param name="Factors">Each of <see cref="FactorNames"/>, in that order.</param>
public sealed record RankedChange(RecordedEvent Event, TimeSpan Before, IReadOnlyList<Factor> Factors)
{
    /// <summary>The points of all factors that have data.</summary>
    public int Points => Factors.Sum(factor => factor.Points ?? 0);

    /// <summary>The maximum points of those factors.</summary>
    public int Of => Factors.Sum(factor => factor.IsJudged ? factor.Of : 0);

    /// <summary><see cref="Points"/> as a percentage of <see cref="Of"/>, with half a percent rounded up.</summary>
    public int Score => (200 * Points + Of) / (2 * Of);
}

/// <param name="Changes">All changes, most suspect first: by exact share of points, then newest first, then by hash.</param>
/// <param name="NotChanges">The number of events in the window that are not changes.</param>
/// <param name="NotJudged">Factors without data for every change, with the reasons.</param>
public sealed record RankedChanges(IReadOnlyList<RankedChange> Changes, int NotChanges, IReadOnlyList<UnjudgedFactor> NotJudged);

public sealed record UnjudgedFactor(string Name, string Why);
