namespace OpsTrails.Core.Timeline;

/// <summary>
/// How a question is answered: from the partitions of a few cells, merged, or from the timeline of all. All ways give the same pages; they differ in
/// what they cost.
/// </summary>
public abstract record QueryPlan
{
    /// <summary>Up to how many cells are cheaper to merge than to look for on the timeline.</summary>
    public const int MostCells = 20;

    /// <summary>Read these cells and merge them; none at all when nothing can match.</summary>
    public sealed record MergeCells(IReadOnlyList<CellName> Cells) : QueryPlan;

    /// <summary>Scan the timeline.</summary>
    public sealed record ScanTimeline : QueryPlan;

    /// <summary>Whether the list of existing cells could make a better plan, and which part of it: of these subjects, of these sources.</summary>
    public static bool NeedsCells(EventFilter filter) =>
        (filter.ValuesOf(EventField.Subject) is null) != (filter.ValuesOf(EventField.Source) is null);

    /// <param name="filter">What is asked for.</param>
    /// <param name="cells">The cells that exist, when they are known and <see cref="NeedsCells"/> asked for them; else null.</param>
    public static QueryPlan For(EventFilter filter, IReadOnlyList<CellName>? cells)
    {
        var subjects = filter.ValuesOf(EventField.Subject);
        var sources = filter.ValuesOf(EventField.Source);
        var candidates = (subjects, sources) switch
        {
            (null, null) => null,
            ({ } named, { } systems) when named.Count * systems.Count <= MostCells => named
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
        return candidates is { Count: <= MostCells } ? new MergeCells(candidates) : new ScanTimeline();
    }
}

public readonly record struct CellName(string? Subject, string Source);
