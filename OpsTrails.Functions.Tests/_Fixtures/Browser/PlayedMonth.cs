using OpsTrails.Core.Demo;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What the grid of the demo month has to show, from its events alone: played from the first one on, sharing nothing with the program.
/// </summary>
internal static class PlayedMonth
{
    public static IReadOnlyList<string> Brands { get; } = ["BRAND-A", "BRAND-B"];

    public static IReadOnlyList<string> Stages { get; } = ["DEV", "STAGING", "PRODUCTION"];

    /// <summary>The event that the story of the freeze is about.</summary>
    public static DemoEvent Hotfix { get; } = McpDemo.Month.Single(e => e.Version == "1.99.1");

    /// <summary>The last incident of the month, which a rollback followed.</summary>
    public static DemoEvent Incident { get; } =
        McpDemo.Month.Where(e => e is { Type: "incident", Source: "BE", Subject: "BRAND-A-PRODUCTION" }).MaxBy(e => e.Time)!;

    /// <summary>The version of every cell at a moment, one a line; a cell without one is a dash.</summary>
    public static IReadOnlyList<string> VersionsAt(DateTimeOffset at) =>
        [.. CellStore(at).Select(cell => Line(cell.Key.Source, cell.Key.Subject, VersionOf(cell))).Order(StringComparer.Ordinal)];

    public static string Line(string source, string? subject, string? version) =>
        $"{source} in {subject ?? "no environment"}: {version ?? "–"}";

    public static IReadOnlyList<string> LinesOf(IEnumerable<ShownCell> cells) =>
        [.. cells.Select(cell => Line(cell.Source, cell.Subject, cell.Version)).Order(StringComparer.Ordinal)];

    /// <summary>The events of a cell, the newest first.</summary>
    public static IReadOnlyList<DemoEvent> Of(string source, string? subject) =>
        [.. McpDemo.Month.Where(e => e.Source == source && e.Subject == subject).Reverse()];

    /// <summary>Cells of an environment whose version, when it came there first, had not been in the one before it.</summary>
    public static IReadOnlyList<string> WithoutStage(string stage, string environment, DateTimeOffset at)
    {
        var past = McpDemo.Month.Where(e => e.Time <= at).ToList();
        return
        [
            .. CellStore(at)
                .Where(cell =>
                    cell.Key.Subject == environment
                    && VersionOf(cell) is { } version
                    && cell.First(e => e.Version == version).Time is var arrival
                    && !past.Exists(e => e.Source == cell.Key.Source && e.Subject == stage && e.Version == version && e.Time <= arrival)
                )
                .Select(cell => cell.Key.Source)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Cells of an environment whose version appeared earlier than the one that runs in the environment before it.</summary>
    public static IReadOnlyList<string> Behind(string stage, string environment, DateTimeOffset at) =>
        Compared(stage, environment, at, (here, there) => there > here);

    /// <summary>Cells of an environment whose version appeared later than the one that runs in the environment before it.</summary>
    public static IReadOnlyList<string> Ahead(string stage, string environment, DateTimeOffset at) =>
        Compared(stage, environment, at, (here, there) => there < here);

    /// <summary>Cells of an environment into which a rollback put the version.</summary>
    public static IReadOnlyList<string> RolledBack(string environment, DateTimeOffset at) =>
        [
            .. CellStore(at)
                .Where(cell =>
                    cell.Key.Subject == environment
                    && cell.LastOrDefault(e => e.Version is not null || e.Type == "rollback")?.Type == "rollback"
                )
                .Select(cell => cell.Key.Source)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Cells of an environment into which a version came in the hour before.</summary>
    public static IReadOnlyList<string> Changed(string environment, DateTimeOffset at) =>
        [
            .. CellStore(at)
                .Where(cell =>
                    cell.Key.Subject == environment
                    && cell.LastOrDefault(e => e.Version is not null || e.Type == "rollback")?.Time > at.AddHours(-1)
                )
                .Select(cell => cell.Key.Source)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Cells of an environment with an incident of the day before. Nothing resolves them.</summary>
    public static IReadOnlyList<string> WithIncident(string environment, DateTimeOffset at) =>
        [
            .. CellStore(at)
                .Where(cell => cell.Key.Subject == environment && cell.Any(e => e.Type == "incident" && e.Time > at.AddHours(-24)))
                .Select(cell => cell.Key.Source)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Systems that do not run one version all along a brand's environments.</summary>
    public static IReadOnlyList<string> Differing(DateTimeOffset at)
    {
        var cells = CellStore(at).ToDictionary(cell => cell.Key, VersionOf);
        return
        [
            .. cells
                .Keys.Select(key => key.Source)
                .Distinct()
                .Where(source =>
                    Brands.Any(brand =>
                        Stages.Select(stage => cells.GetValueOrDefault((source, $"{brand}-{stage}"))).Distinct().Count() > 1
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <param name="stage">The environment before.</param>
    /// <param name="environment">The environment of the cells.</param>
    /// <param name="at">The time of the grid.</param>
    /// <param name="holds">Compares when the version of the cell and that of the stage appeared anywhere.</param>
    private static IReadOnlyList<string> Compared(
        string stage,
        string environment,
        DateTimeOffset at,
        Func<DateTimeOffset, DateTimeOffset, bool> holds
    )
    {
        var cells = CellStore(at).ToDictionary(cell => cell.Key, VersionOf);
        var first = McpDemo
            .Month.Where(e => e.Time <= at && e.Version is not null)
            .GroupBy(e => (e.Source, e.Version))
            .ToDictionary(events => events.Key, events => events.Min(e => e.Time));
        return
        [
            .. cells
                .Where(cell =>
                    cell.Key.Subject == environment
                    && cell.Value is { } here
                    && cells.GetValueOrDefault((cell.Key.Source, stage)) is { } there
                    && holds(first[(cell.Key.Source, here)], first[(cell.Key.Source, there)])
                )
                .Select(cell => cell.Key.Source)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<IGrouping<(string Source, string? Subject), DemoEvent>> CellStore(DateTimeOffset at) =>
        McpDemo.Month.Where(e => e.Time <= at).GroupBy(e => (e.Source, e.Subject));

    private static string? VersionOf(IEnumerable<DemoEvent> oldestFirst)
    {
        string? now = null,
            before = null;
        foreach (var e in oldestFirst)
        {
            if (e.Type == "rollback")
                now = e.Version ?? before;
            else if (e.Version is not null)
                (before, now) = (now, e.Version);
        }
        return now;
    }
}
