using OpsTrails.Core.Events;

namespace OpsTrails.Core.Grid;

/// <summary>Finds versions that came to an environment without having been in the one before it, over a whole range of time.</summary>
public static class SkippedStage
{
    /// <summary>The first arrival of each version of each system, the latest first. What a rollback puts back is no arrival: it had been there.</summary>
    /// <param name="events">Events of the environment.</param>
    public static IReadOnlyList<RecordedEvent> ArrivalsIn(IEnumerable<RecordedEvent> events) =>
        [
            .. events
                .Where(e => e.Version is not null && !CellEvent.Of(e).IsRollback)
                .GroupBy(e => (e.Source, e.Version))
                .Select(arrivals => arrivals.MinBy(e => (e.Time, e.Hash))!)
                .OrderByDescending(e => e.Time)
                .ThenBy(e => e.Hash, StringComparer.Ordinal),
        ];

    /// <summary>Which of the arrivals none of these events explains.</summary>
    /// <param name="arrivals">Of the later environment.</param>
    /// <param name="stage">Events of the environment before it.</param>
    public static IReadOnlyList<RecordedEvent> Without(IReadOnlyList<RecordedEvent> arrivals, IEnumerable<RecordedEvent> stage)
    {
        var seen = stage
            .Where(e => e.Version is not null)
            .GroupBy(e => (e.Source, e.Version))
            .ToDictionary(events => events.Key, events => events.Min(e => e.Time));
        return [.. arrivals.Where(arrival => !seen.TryGetValue((arrival.Source, arrival.Version), out var first) || first > arrival.Time)];
    }
}
