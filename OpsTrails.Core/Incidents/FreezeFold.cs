using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>The freezes, or the maintenance, of one group. The result depends on nothing but the set of events.</summary>
public static class FreezeFold
{
    /// <summary>In the order in which they begin.</summary>
    /// <param name="events">The events of a group, in any order.</param>
    /// <param name="kind">Freeze or Maintenance. Events of other kinds are ignored.</param>
    /// <param name="types">The meanings of types.</param>
    public static IReadOnlyList<Freeze> Fold(IEnumerable<IncidentEvent> events, EventKind kind, TypeMeanings types)
    {
        var played = events
            .OrderBy(e => e.Order)
            .Select(e => (Event: e, Meaning: e.Meaning(types)))
            .Where(e => e.Meaning.Kind == kind)
            .ToList();
        var cancellations = played.Where(e => e.Meaning.Outcome == EventOutcome.Cancelled).Select(e => e.Event).ToList();
        var freezes = new List<Freeze>();
        foreach (var (e, meaning) in played)
        {
            var isWithin = freezes.Count > 0 && freezes[^1].IsActiveAt(e.Time);
            if (meaning.HasFailed || meaning.Phase == EventPhase.Finished)
                freezes = isWithin ? [.. freezes[..^1], freezes[^1] with { Until = e.Time }] : freezes;
            else if (!isWithin)
                freezes.Add(Begin(e, kind, cancellations.Exists(cancelled => IsCancelledBefore(e, cancelled))));
            else if (e.Until is { } until && until > e.Time)
                freezes[^1] = freezes[^1] with { Until = until };
        }
        return freezes;
    }

    private static Freeze Begin(IncidentEvent e, EventKind kind, bool isCancelled) =>
        new()
        {
            Kind = kind,
            Id = e.Id,
            Source = e.Source,
            Subject = e.Subject,
            From = e.Time,
            Until = isCancelled ? e.Time : Timestamp.Max(e.Time, e.Until ?? EndOf(e.Time)),
            Description = e.Description,
        };

    private static Timestamp EndOf(Timestamp from) => Timestamp.Min(Timestamp.MaxValue.Previous(), from + Freeze.DefaultLength);

    /// <summary>A planned freeze is cancelled by what was recorded after it and happened before it began.</summary>
    private static bool IsCancelledBefore(IncidentEvent planned, IncidentEvent cancelled) =>
        cancelled.Order < planned.Order
        && (cancelled.CreatedAt, cancelled.Place).CompareTo((planned.CreatedAt, planned.Place)) > 0
        && planned.Time > planned.CreatedAt;
}
