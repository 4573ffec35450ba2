using OpsTrails.Core.Events;

namespace OpsTrails.Core.Changes;

/// <summary>A change and what speaks for its being behind a trouble.</summary>
/// <param name="Event">The change.</param>
/// <param name="Before">How long before the trouble it was, in ticks.</param>
/// <param name="Factors">Each of <see cref="FactorNames"/>, in that order.</param>
public sealed record RankedChange(RecordedEvent Event, long Before, IReadOnlyList<Factor> Factors)
{
    /// <summary>What all judged factors give.</summary>
    public int Points => Factors.Sum(factor => factor.Points ?? 0);

    /// <summary>The most that those could have given.</summary>
    public int Of => Factors.Sum(factor => factor.IsJudged ? factor.Of : 0);

    /// <summary><see cref="Points"/> out of <see cref="Of"/> in percent, half a percent up.</summary>
    public int Score => (200 * Points + Of) / (2 * Of);
}

/// <param name="Changes">All of them, the most suspect first: by the exact share of points, then the newer, then by hash.</param>
/// <param name="NotChanges">How many events of the window are no changes.</param>
/// <param name="NotJudged">Factors that were judged for none of the changes, each with why.</param>
public sealed record RankedChanges(IReadOnlyList<RankedChange> Changes, int NotChanges, IReadOnlyList<UnjudgedFactor> NotJudged);

public sealed record UnjudgedFactor(string Name, string Why);
