using OpsTrails.Core.Names;

namespace OpsTrails.Core.Grid;

/// <summary>The environments and systems that are archived, with the moment in UTC ticks. One that spoke since is not.</summary>
public sealed record ArchivedCells(IReadOnlyDictionary<string, long> Subjects, IReadOnlyDictionary<string, long> Sources)
{
    /// <param name="cells">Every cell under its canonical name.</param>
    /// <param name="names">The organization's names.</param>
    public static ArchivedCells Of(IReadOnlyList<Cell> cells, OrganizationNames names) =>
        new(
            Find(cells.Where(cell => cell.Subject is not null).GroupBy(cell => cell.Subject!), names.SubjectArchivedAt),
            Find(cells.GroupBy(cell => cell.Source), names.SourceArchivedAt)
        );

    public bool Any => Subjects.Count + Sources.Count > 0;

    public long? SubjectAt(string? subject) => subject is not null && Subjects.TryGetValue(subject, out var at) ? at : null;

    public long? SourceAt(string source) => Sources.TryGetValue(source, out var at) ? at : null;

    public bool Contains(string? subject, string source) => SubjectAt(subject) is not null || SourceAt(source) is not null;

    /// <summary>What was archived already at a moment.</summary>
    public ArchivedCells At(long moment) => new(UpTo(Subjects, moment), UpTo(Sources, moment));

    private static Dictionary<string, long> UpTo(IReadOnlyDictionary<string, long> archived, long moment) =>
        archived.Where(pair => pair.Value <= moment).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static Dictionary<string, long> Find(IEnumerable<IGrouping<string, Cell>> groups, Func<string, long, long?> archivedAt)
    {
        var archived = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (archivedAt(group.Key, group.Max(cell => cell.Recorded ?? 0)) is { } at)
                archived.Add(group.Key, at);
        }
        return archived;
    }
}
