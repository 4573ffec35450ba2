using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>
/// The stored events of a group: a set cut to the newest, so neither the order nor the repetition of events matters. Of every incident with
/// an event among the newest, the opening event and the first acknowledgement are kept too.
/// </summary>
/// <param name="Events">In no order.</param>
/// <param name="Floor">The newest event that was cut. Events up to it are no longer added. Null if none was.</param>
public sealed record IncidentGroup(IReadOnlyList<IncidentEvent> Events, EventOrder? Floor)
{
    public const int EventsKept = 60;

    /// <summary>In bytes. Twice as much fits in a row.</summary>
    private const int MaxSize = 400_000;

    public static IncidentGroup Empty { get; } = new([], null);

    /// <summary>
    /// Adds events that are not in the group yet. An id that was recorded again after a deletion takes the place of the deleted event.
    /// </summary>
    public IncidentGroup With(IEnumerable<IncidentEvent> added) =>
        this with
        {
            Events =
            [
                .. Events
                    .Concat(added.Where(e => Floor is not { } floor || e.Order > floor))
                    .GroupBy(e => e.Hash)
                    .Select(same => same.MaxBy(e => (e.CreatedAt, e.Place))!),
            ],
        };

    public IncidentGroup Without(Func<IncidentEvent, bool> isRemoved) => this with { Events = [.. Events.Where(e => !isRemoved(e))] };

    /// <summary>Cuts the group to what is kept. Incidents without any kept event stay as they were last derived.</summary>
    public IncidentGroup Cut(IReadOnlyList<Incident> incidents)
    {
        if (Events.Count <= EventsKept && Events.Sum(SizeOf) <= MaxSize)
            return this;
        var newest = Within(Events.OrderByDescending(e => e.Order).Take(EventsKept)).ToHashSet();
        var further = incidents
            .Where(incident => incident.Entries.Any(entry => newest.Contains(entry.Event)))
            .Reverse()
            .SelectMany(incident =>
                incident.Entries.Take(1).Concat(incident.Entries.Where(entry => entry.Phase == EventPhase.Acknowledged).Take(1))
            )
            .Select(entry => entry.Event)
            .Where(e => !newest.Contains(e));
        var kept = newest.Concat(Within(further)).ToHashSet();
        var cut = Events.Where(e => !kept.Contains(e)).Select(e => (EventOrder?)e.Order).Append(Floor).Max();
        return new([.. kept], cut);
    }

    /// <summary>The first events that fit.</summary>
    private static IEnumerable<IncidentEvent> Within(IEnumerable<IncidentEvent> events)
    {
        var size = 0;
        return events.TakeWhile(e => (size += SizeOf(e)) <= MaxSize);
    }

    /// <summary>At most the bytes of an event as JSON: a character can take six.</summary>
    private static int SizeOf(IncidentEvent e) =>
        300
        + 6
            * (
                e.Id.Length
                + e.Source.Length
                + e.Type.Length
                + (e.Subject?.Length ?? 0)
                + (e.Severity?.Length ?? 0)
                + (e.Hints?.Length ?? 0)
                + (e.Number?.Length ?? 0)
                + (e.Description?.Length ?? 0)
            );
}
