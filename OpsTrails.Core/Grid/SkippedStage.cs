using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Grid;

/// <summary>Finds versions that reached an environment without having been in the previous stage, over a time range.</summary>
public static class SkippedStage
{
    /// <summary>
    /// The first arrival of each version of each system, latest first. A version restored by a rollback is not an arrival.
    /// </summary>
    /// <param name="events">Events of the environment.</param>
    /// <param name="types">The organization's meanings of types.</param>
    /// <param name="names">The organization's names.</param>
    public static IReadOnlyList<RecordedEvent> ArrivalsIn(IEnumerable<RecordedEvent> events, TypeMeanings types, OrganizationNames names) =>
        [
            .. events
                .Where(e => Mover.Of(e, types) is { Arrives: true })
                .GroupBy(e => (names.Source(e.Source), e.Version))
                .Select(arrivals => arrivals.MinBy(e => e.Order)!)
                .OrderByDescending(e => e.Order),
        ];

    /// <summary>The arrivals that none of the events explains.</summary>
    /// <param name="arrivals">Arrivals in the later environment.</param>
    /// <param name="stage">Events of the previous environment.</param>
    /// <param name="types">The organization's meanings of types.</param>
    /// <param name="names">The organization's names.</param>
    public static IReadOnlyList<RecordedEvent> Without(
        IReadOnlyList<RecordedEvent> arrivals,
        IEnumerable<RecordedEvent> stage,
        TypeMeanings types,
        OrganizationNames names
    )
    {
        var seen = stage
            .Where(e => Mover.Of(e, types) is { SetsVersion: true })
            .GroupBy(e => (names.Source(e.Source), e.Version))
            .ToDictionary(events => events.Key, events => events.Min(e => e.Time));
        return
        [
            .. arrivals.Where(arrival =>
                !seen.TryGetValue((names.Source(arrival.Source), arrival.Version), out var first) || first > arrival.Time
            ),
        ];
    }
}
