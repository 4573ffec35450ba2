using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Changes;

/// <summary>
/// Ranks what changed before a trouble. Every change is judged by itself, by <see cref="ChangeFactors"/>. A factor that cannot be judged for it gives nothing, and what it
/// could have given is not expected of it either.
/// </summary>
public static class ChangeRanking
{
    /// <param name="trouble">What the changes are suspected of.</param>
    /// <param name="events">Events of the window, in any order; what is not before the trouble is left out.</param>
    /// <param name="pasts">Which versions had been where before.</param>
    /// <param name="hours">When people are at work; null when that is not set.</param>
    public static RankedChanges Rank(IncidentScope trouble, IEnumerable<RecordedEvent> events, VersionPasts pasts, WorkingHours? hours)
    {
        var judged = new List<RankedChange>();
        var notChanges = 0;
        foreach (var e in events.Where(trouble.IsAfter))
        {
            if (ChangeKinds.Of(e.Type) is not ChangeKind.None and var kind)
                judged.Add(Judge(trouble, e, kind, pasts, hours));
            else
                notChanges++;
        }
        judged.Sort(Compare);
        return new RankedChanges(judged, notChanges, NotJudged(judged));
    }

    private static RankedChange Judge(
        IncidentScope trouble,
        RecordedEvent change,
        ChangeKind kind,
        VersionPasts pasts,
        WorkingHours? hours
    ) =>
        new(
            change,
            trouble.At - change.Time,
            [
                ChangeFactors.Nearness(change, trouble),
                ChangeFactors.Place(change, trouble),
                ChangeFactors.Kind(kind),
                ChangeFactors.Severity(change),
                ChangeFactors.NewVersion(change, pasts),
                ChangeFactors.OutsideBusinessHours(change, hours),
            ]
        );

    private static int Compare(RankedChange one, RankedChange other)
    {
        // Shares compared without rounding: points of one times what the other could have.
        var byShare = (other.Points * one.Of).CompareTo(one.Points * other.Of);
        var byTime = byShare != 0 ? byShare : one.Before.CompareTo(other.Before);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.Event.Hash, other.Event.Hash);
    }

    private static List<UnjudgedFactor> NotJudged(List<RankedChange> judged)
    {
        var unjudged = new List<UnjudgedFactor>();
        for (var i = 0; i < FactorNames.All.Count && judged.Count > 0; i++)
        {
            var factors = judged.ConvertAll(change => change.Factors[i]);
            if (factors.Exists(factor => factor.IsJudged))
                continue;
            var reasons = factors.Select(factor => factor.Why).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            unjudged.Add(new UnjudgedFactor(factors[0].Name, string.Join(", or ", reasons)));
        }
        return unjudged;
    }
}
