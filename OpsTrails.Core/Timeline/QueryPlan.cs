namespace OpsTrails.Core.Timeline;

/// <summary>
/// How to run a query: merge the partitions of a few cells, or scan the timeline. Both return the same pages at different cost.
/// </summary>
public abstract record QueryPlan
{
    /// <summary>Up to this many cells, a merge costs less than a scan of the timeline.</summary>
    public const int MaxCells = 20;

    /// <summary>Merge these cells. An empty list means that nothing can match.</summary>
    public sealed record MergeCells(IReadOnlyList<CellName> Cells) : QueryPlan;

    /// <summary>Scan the timeline.</summary>
    public sealed record ScanTimeline : QueryPlan;

    /// <summary>Whether the list of existing cells can improve the plan: the filter sets subjects or sources, but not both.</summary>
    public static bool NeedsCells(EventFilter filter) =>
        (filter.ValuesOf(EventField.Subject) is null) != (filter.ValuesOf(EventField.Source) is null);

    /// <param name="filter">The filter of the query.</param>
    /// <param name="cells">The existing cells, if known and if <see cref="NeedsCells"/>. Otherwise null.</param>
    public static QueryPlan For(EventFilter filter, IReadOnlyList<CellName>? cells)
    {
        var subjects = filter.ValuesOf(EventField.Subject);
        var sources = filter.ValuesOf(EventField.Source);
        var candidates = (subjects, sources) switch
        {
            (null, null) => null,
            ({ } named, { } systems) when named.Count * systems.Count <= MaxCells => named
                .SelectMany(subject => systems.Select(source => new CellName(subject.Length == 0 ? null : subject, source)))
                .ToList(),
            ({ }, { }) => null,
            _ => cells
                ?.Where(cell =>
                    (subjects?.Contains(cell.Subject ?? "", StringComparer.Ordinal) ?? true)
                    && (sources?.Contains(cell.Source, StringComparer.Ordinal) ?? true)
                )
                .ToList(),
        };
        return candidates is { Count: <= MaxCells } ? new MergeCells(candidates) : new ScanTimeline();
    }
}

public readonly record struct CellName(string? Subject, string Source);
