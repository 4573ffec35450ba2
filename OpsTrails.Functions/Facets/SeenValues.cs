using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Facets;

/// <summary>The distinct values of an organization's events, and when each was first and last seen, in ordinal order.</summary>
internal sealed class SeenValues(ITableStore store)
{
    /// <summary>Seen on UTC days, as days since 0001-01-01.</summary>
    public Task<IReadOnlyList<SeenValue>> TypesAsync(OrganizationId organization, CancellationToken cancel) =>
        ReadAsync(Tables.Facets, EventTypes.Key(organization, "").Partition, "Value", "FirstDay", "LastDay", cancel);

    /// <summary>Seen at UTC ticks.</summary>
    public Task<IReadOnlyList<SeenValue>> SourcesAsync(OrganizationId organization, CancellationToken cancel) =>
        ReadAsync(Tables.Cells, organization.Value, "Source", "FirstSeen", "LastSeen", cancel);

    /// <summary>Seen at UTC ticks. Leaves out events without a subject.</summary>
    public Task<IReadOnlyList<SeenValue>> SubjectsAsync(OrganizationId organization, CancellationToken cancel) =>
        ReadAsync(Tables.Cells, organization.Value, "Subject", "FirstSeen", "LastSeen", cancel);

    private async Task<IReadOnlyList<SeenValue>> ReadAsync(
        string table,
        string partition,
        string value,
        string first,
        string last,
        CancellationToken cancel
    )
    {
        var seen = new SortedDictionary<string, SeenValue>(StringComparer.Ordinal);
        var range = RowRange.InPartition(partition) with { Select = [value, first, last] };
        await foreach (var row in store.ReadAllAsync(table, range, cancel))
        {
            if (row.Text(value) is not { } text)
                continue;
            var here = new SeenValue(text, row.RequiredNumber(first), row.RequiredNumber(last));
            seen[text] = seen.TryGetValue(text, out var known)
                ? new SeenValue(text, Math.Min(known.First, here.First), Math.Max(known.Last, here.Last))
                : here;
        }
        return [.. seen.Values];
    }
}

internal readonly record struct SeenValue(string Value, long First, long Last);
