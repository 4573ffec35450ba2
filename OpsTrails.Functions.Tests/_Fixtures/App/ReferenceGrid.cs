using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Grid;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The grid the naive way, from all events up to a moment, played oldest first; a line for each cell. Shares nothing with the real one but
/// the events.
/// </summary>
internal static class ReferenceGrid
{
    public static List<string> At(long at, IEnumerable<RecordedEvent> events) =>
        [
            .. events
                .DistinctBy(e => (e.Source, e.Id))
                .Where(e => e.Time <= at)
                .GroupBy(e => (e.Source, e.Subject))
                .Select(cell => LineOf(cell.Key.Source, cell.Key.Subject, Play(cell), at))
                .Order(StringComparer.Ordinal),
        ];

    public static List<string> LinesOf(GridAt grid) =>
        [
            .. grid
                .Rows.SelectMany(row => row.Cells.Select(cell => (row.Source, Cell: cell)))
                .Select(pair =>
                    Line(
                        pair.Source,
                        pair.Cell.Story.Cell.Subject,
                        pair.Cell.Story.KnowsVersion ? pair.Cell.Story.Version?.Version : "not known",
                        pair.Cell.Story.Version?.Event.Id,
                        pair.Cell.Story.Version?.Restored?.Id,
                        pair.Cell.Story.Last?.Id,
                        pair.Cell.Story.Cell.FirstSeen,
                        pair.Cell.Last24Hours
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<RecordedEvent> Play(IEnumerable<RecordedEvent> events) => [.. events.OrderBy(e => e.Order)];

    private static string LineOf(string source, string? subject, IReadOnlyList<RecordedEvent> events, long at)
    {
        RecordedEvent? carrier = null,
            beforeLastDeployment = null,
            movedBy = null;
        foreach (var e in events)
        {
            var isRollback = e.Type.Split('.')[^1].Equals("rollback", StringComparison.OrdinalIgnoreCase);
            if (!isRollback && e.Version is null)
                continue;
            if (!isRollback)
                beforeLastDeployment = carrier;
            carrier = e.Version is null ? beforeLastDeployment : e;
            movedBy = e;
        }
        return Line(
            source,
            subject,
            carrier?.Version,
            movedBy?.Id,
            carrier == movedBy ? null : carrier?.Id,
            events[^1].Id,
            events[0].Time,
            events.Count(e => e.Time > at - TimeSpan.FromHours(24).Ticks)
        );
    }

    private static string Line(
        string source,
        string? subject,
        string? version,
        string? by,
        string? restored,
        string? last,
        long firstSeen,
        int count
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{source} in {subject ?? "∅"}: {version ?? "∅"} by {by} restoring {restored}, last {last}, first {firstSeen}, {count} in a day"
        );
}
