using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Changes;

/// <summary>
/// Ranks the changes before an incident. <see cref="ChangeFactors"/> scores each change on its own. A factor without data counts neither
/// for nor against a change.
/// </summary>
public static class ChangeRanking
{
    /// <param name="incident">The incident to explain.</param>
    /// <param name="events">Events of the window, in any order. Events after the incident are skipped.</param>
    /// <param name="pasts">Earlier uses of versions.</param>
    /// <param name="hours">The business hours, or null if not set.</param>
    /// <param name="types">The organization's meanings of types.</param>
    public static RankedChanges Rank(
        IncidentScope incident,
        IEnumerable<RecordedEvent> events,
        VersionPasts pasts,
        WorkingHours? hours,
        TypeMeanings types
    )
    {
        var judged = new List<RankedChange>();
        var notChanges = 0;
        foreach (var e in events.Where(incident.IsAfter))
        {
            var kind = EventMeaning.Of(e.Type, e.Hints, types).Kind;
            if (kind != EventKind.Incident)
                judged.Add(Judge(incident, e, kind, pasts, hours));
            else
                notChanges++;
        }
        judged.Sort(Compare);
        return new RankedChanges(judged, notChanges, NotJudged(judged));
    }

    private static RankedChange Judge(
        IncidentScope incident,
        RecordedEvent change,
        EventKind kind,
        VersionPasts pasts,
        WorkingHours? hours
    ) =>
        new(
            change,
            incident.At - change.Time,
            [
                ChangeFactors.Nearness(change, incident),
                ChangeFactors.Place(change, incident),
                ChangeFactors.Kind(kind),
                ChangeFactors.Severity(change),
                ChangeFactors.NewVersion(change, pasts),
                ChangeFactors.OutsideBusinessHours(change, hours),
            ]
        );

    private static int Compare(RankedChange one, RankedChange other)
    {
        // Cross-multiplies, so that shares are compared without rounding.
        var byShare = (other.Points * one.Of).CompareTo(one.Points * other.Of);
        var byTime = byShare != 0 ? byShare : one.Before.CompareTo(other.Before);
        return byTime != 0 ? byTime : other.Event.Order.CompareTo(one.Event.Order);
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
