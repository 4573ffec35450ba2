using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Facets;

/// <summary>The distinct values of an organization's events, and when each was first and last seen, in ordinal order.</summary>
internal sealed class SeenValues(ITableStore store, SettingsStore settings)
{
    /// <summary>Seen on UTC days, whose first moments are given.</summary>
    public async Task<IReadOnlyList<SeenValue>> TypesAsync(OrganizationId organization, CancellationToken cancel)
    {
        var range = RowRange.InPartition(EventTypes.Key(organization, "").Partition) with { Select = ["Value", "FirstDay", "LastDay"] };
        return await store
            .ReadAllAsync(Tables.Facets, range, cancel)
            .Select(row => new SeenValue(row.RequiredText("Value"), StartOf(row, "FirstDay"), StartOf(row, "LastDay")))
            .OrderBy(type => type.Value, StringComparer.Ordinal)
            .ToListAsync(cancel);
    }

    /// <summary>The systems under their canonical names, archived ones included.</summary>
    public async Task<IReadOnlyList<SeenValue>> SourcesAsync(OrganizationId organization, CancellationToken cancel)
    {
        var names = (await settings.GetAsync(organization, cancel)).Names;
        return await ReadNamesAsync(organization, "Source", names.Source, names.SourceArchivedAt, cancel);
    }

    /// <summary>Like <see cref="SourcesAsync"/>, the environments. Leaves out events without a subject.</summary>
    public async Task<IReadOnlyList<SeenValue>> SubjectsAsync(OrganizationId organization, CancellationToken cancel)
    {
        var names = (await settings.GetAsync(organization, cancel)).Names;
        return await ReadNamesAsync(organization, "Subject", names.Subjects.CanonicalOf, names.SubjectArchivedAt, cancel);
    }

    private async Task<IReadOnlyList<SeenValue>> ReadNamesAsync(
        OrganizationId organization,
        string field,
        Func<string, string> canonicalOf,
        Func<string, Timestamp, Timestamp?> archivedAt,
        CancellationToken cancel
    )
    {
        var range = RowRange.InPartition(organization.Value) with { Select = [field, "FirstSeen", "LastSeen", "Recorded"] };
        var rows = await store.ReadAllAsync(Tables.Cells, range, cancel).Where(row => row.Text(field) is not null).ToListAsync(cancel);
        return
        [
            .. rows.GroupBy(row => canonicalOf(row.RequiredText(field)), StringComparer.Ordinal)
                .OrderBy(name => name.Key, StringComparer.Ordinal)
                .Select(name => new SeenValue(
                    name.Key,
                    name.Min(row => row.RequiredTime("FirstSeen")),
                    name.Max(row => row.RequiredTime("LastSeen"))
                )
                {
                    Cells = name.Count(),
                    Aliases =
                    [
                        .. name.Select(row => row.RequiredText(field))
                            .Where(sent => sent != name.Key)
                            .Distinct(StringComparer.Ordinal)
                            .Order(StringComparer.Ordinal),
                    ],
                    ArchivedAt = archivedAt(name.Key, name.Max(row => row.Time("Recorded") ?? Timestamp.MinValue)),
                }),
        ];
    }

    private static Timestamp StartOf(Row row, string day) => Timestamp.OfDay(row.RequiredNumber(day));
}

/// <param name="Value">The value. A name is canonical.</param>
/// <param name="First">When it was first seen.</param>
/// <param name="Last">When it was last seen.</param>
internal readonly record struct SeenValue(string Value, Timestamp First, Timestamp Last)
{
    /// <summary>The number of cells.</summary>
    public int Cells { get; init; }

    /// <summary>The other names under which it was seen.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>When it was archived. Null if it isn't.</summary>
    public Timestamp? ArchivedAt { get; init; }
}
