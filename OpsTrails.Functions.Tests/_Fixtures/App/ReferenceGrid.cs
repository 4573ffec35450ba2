using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Grid;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The grid the naive way, from all events up to a moment, played oldest first; a line for each cell. Shares nothing with the real one but
/// the events.
/// </summary>
internal static class ReferenceGrid
{
    public static List<string> At(Timestamp at, IEnumerable<RecordedEvent> events, IReadOnlyDictionary<string, string>? meanings = null) =>
        [
            .. events
                .DistinctBy(e => (e.Source, e.Id))
                .Where(e => e.Time <= at)
                .GroupBy(e => (e.Source, e.Subject))
                .Select(cell => LineOf(cell.Key.Source, cell.Key.Subject, Play(cell), at, meanings ?? GridEventGens.Meanings))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The version of a cell at a moment. Null when it has none.</summary>
    public static string? VersionAt(Timestamp at, IEnumerable<RecordedEvent> events, string source, string? subject) =>
        At(at, events.Where(e => e.Source == source && e.Subject == subject)) is [var line]
        && line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..line.IndexOf(" by ", StringComparison.Ordinal)]
            is var version
                and not "∅"
            ? version
            : null;

    public static List<string> LinesOf(GridAt grid) =>
        [
            .. grid
                .Rows.SelectMany(row => row.Cells.Select(cell => (row.Source, Cell: cell)))
                .Select(pair =>
                    Line(
                        pair.Source,
                        pair.Cell.Story.Subject,
                        pair.Cell.Story.KnowsVersion ? pair.Cell.Story.Version?.Version : "not known",
                        pair.Cell.Story.Version?.Event.Id,
                        pair.Cell.Story.Version?.Restored?.Id,
                        pair.Cell.Story.Runs.InProgress?.Event.Id,
                        pair.Cell.Story.Runs.Failed?.Event.Id,
                        pair.Cell.Story.Last?.Id,
                        pair.Cell.Story.FirstSeen,
                        pair.Cell.Last24Hours
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<RecordedEvent> Play(IEnumerable<RecordedEvent> events) => [.. events.OrderBy(e => e.Order)];

    private static string LineOf(
        string source,
        string? subject,
        IReadOnlyList<RecordedEvent> events,
        Timestamp at,
        IReadOnlyDictionary<string, string> meanings
    )
    {
        var versions = new Stack<RecordedEvent>();
        RecordedEvent? movedBy = null,
            restored = null,
            started = null,
            failed = null;
        foreach (var e in events)
        {
            var means = meanings[e.Type];
            var endsAttempt = e.Version is null || started?.Version is null || e.Version == started.Version;
            if (means == "arrives" && e.Version is not null)
            {
                if (versions.TryPeek(out var top) && top.Version == e.Version)
                    versions.Pop();
                versions.Push(e);
                (movedBy, restored, started, failed) = (e, null, null, null);
            }
            else if (means == "back")
            {
                if (e.Version is null)
                    versions.TryPop(out _);
                else
                {
                    if (versions.Any(version => version.Version == e.Version))
                        while (versions.Pop().Version != e.Version) { }
                    versions.Push(e);
                }
                restored = e.Version is null && versions.TryPeek(out var top) ? top : null;
                (movedBy, started, failed) = (e, null, null);
            }
            else if (means == "starts")
                started = e;
            else if (means is "fails" or "cancels")
            {
                failed = means == "fails" ? e : failed;
                started = endsAttempt ? null : started;
            }
            else if (e.Type == "deployment-finished" || e.Type.StartsWith("dev.cdevents.service.deployed", StringComparison.Ordinal))
                started = endsAttempt ? null : started;
        }
        return Line(
            source,
            subject,
            movedBy is null ? null
                : meanings[movedBy.Type] == "back" && movedBy.Version is null ? restored?.Version
                : movedBy.Version,
            movedBy?.Id,
            restored?.Id,
            started is null || started.Time <= at - TimeSpan.FromHours(24) ? null : started.Id,
            failed?.Id,
            events[^1].Id,
            events[0].Time,
            events.Count(e => e.Time > at - TimeSpan.FromHours(24))
        );
    }

    private static string Line(
        string source,
        string? subject,
        string? version,
        string? by,
        string? restored,
        string? inProgress,
        string? failed,
        string? last,
        Timestamp firstSeen,
        int count
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{source} in {subject ?? "∅"}: {version ?? "∅"} by {by} restoring {restored}, "
                + $"started {inProgress}, failed {failed}, last {last}, first {firstSeen}, {count} in a day"
        );
}
