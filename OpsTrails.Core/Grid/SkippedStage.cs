using OpsTrails.Core.Events;

namespace OpsTrails.Core.Grid;

/// <summary>Finds versions that reached an environment without having been in the previous stage, over a time range.</summary>
public static class SkippedStage
{
    /// <summary>
    /// The first arrival of each version of each system, latest first. A version restored by a rollback is not an arrival.
    /// </summary>
    /// <summary><param name="events">Events of the environment.</param></summary>
    public static IReadOnlyList<RecordedEvent> ArrivalsIn(IEnumerable<RecordedEvent> events) =>
        [
            .. events
                .Where(e => e.Version is not null && !CellEvent.Of(e).IsRollback)
                .GroupBy(e => (e.Source, e.Version))
                .Select(arrivals => arrivals.MinBy(e => e.Order)!)
                .OrderByDescending(e => e.Order),
        ];

    /// <summary>The arrivals that none of the events explains.</summary>
    /// <summary><param name="arrivals">Arrivals in the later environment.</param></summary>
    /// <summary><param name="stage">Events of the previous environment.</param></summary>
    public static IReadOnlyList<RecordedEvent> Without(IReadOnlyList<RecordedEvent> arrivals, IEnumerable<RecordedEvent> stage)
    {
        var seen = stage
            .Where(e => e.Version is not null)
            .GroupBy(e => (e.Source, e.Version))
            .ToDictionary(events => events.Key, events => events.Min(e => e.Time));
        return [.. arrivals.Where(arrival => !seen.TryGetValue((arrival.Source, arrival.Version), out var first) || first > arrival.Time)];
    }
}
