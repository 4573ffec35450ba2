using OpsTrails.Core.Input;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Grid;

/// <summary>The environments and systems that are archived, with the moment. One that spoke since is not.</summary>
public sealed record ArchivedCells(IReadOnlyDictionary<string, Timestamp> Subjects, IReadOnlyDictionary<string, Timestamp> Sources)
{
    /// <param name="cells">Every cell under its canonical name.</param>
    /// <param name="names">The organization's names.</param>
    public static ArchivedCells Of(IReadOnlyList<Cell> cells, OrganizationNames names) =>
        new(
            Find(cells.Where(cell => cell.Subject is not null).GroupBy(cell => cell.Subject!), names.SubjectArchivedAt),
            Find(cells.GroupBy(cell => cell.Source), names.SourceArchivedAt)
        );

    public bool Any => Subjects.Count + Sources.Count > 0;

    public Timestamp? SubjectAt(string? subject) => subject is not null && Subjects.TryGetValue(subject, out var at) ? at : null;

    public Timestamp? SourceAt(string source) => Sources.TryGetValue(source, out var at) ? at : null;

    public bool Contains(string? subject, string source) => SubjectAt(subject) is not null || SourceAt(source) is not null;

    /// <summary>What was archived already at a moment.</summary>
    public ArchivedCells At(Timestamp moment) => new(UpTo(Subjects, moment), UpTo(Sources, moment));

    private static Dictionary<string, Timestamp> UpTo(IReadOnlyDictionary<string, Timestamp> archived, Timestamp moment) =>
        archived.Where(pair => pair.Value <= moment).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static Dictionary<string, Timestamp> Find(
        IEnumerable<IGrouping<string, Cell>> groups,
        Func<string, Timestamp, Timestamp?> archivedAt
    )
    {
        var archived = new Dictionary<string, Timestamp>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (archivedAt(group.Key, group.Max(cell => cell.Recorded ?? Timestamp.MinValue)) is { } at)
                archived.Add(group.Key, at);
        }
        return archived;
    }
}
