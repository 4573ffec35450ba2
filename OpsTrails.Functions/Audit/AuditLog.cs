using OpsTrails.Core.Audit;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Audit;

/// <summary>The audit log of an organization. Entries for settings, keys, context, team and deleted events
/// are five ordered ranges, merged here.</summary>
internal sealed class AuditLog(ITableStore store, TeamStore team, KeyStore keys)
{
    private const string PersonPrefix = "person:";
    private const string KeyPrefix = "key:";

    /// <summary>Newest first, with one entry more than the limit when there are more.</summary>
    public async Task<IReadOnlyList<(string Id, AuditEntry Entry)>> ListAsync(
        OrganizationId organization,
        string? after,
        int limit,
        CancellationToken cancel
    )
    {
        (string Table, string Partition)[] places =
        [
            (Tables.Keys, KeyRow.PartitionOf(organization)),
            (Tables.People, PersonRow.PartitionOf(organization)),
            (Tables.Settings, SettingsStore.PartitionOf(organization)),
            (Tables.Context, ContextStore.PartitionOf(organization)),
            (Tables.Ledger, organization.Value),
        ];
        var found = await Task.WhenAll(
            places.Select(place => store.ReadUpToAsync(place.Table, AuditRow.RangeOf(place.Partition, after), limit + 1, cancel))
        );
        return
        [
            .. found
                .SelectMany(rows => rows)
                .OrderBy(row => row.Key.Row, StringComparer.Ordinal)
                .Take(limit + 1)
                .Select(row => (AuditRow.IdOf(row), AuditRow.Read(row))),
        ];
    }

    /// <summary>Current names of the people and keys in the entries. Removed ones are missing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesOfAsync(
        OrganizationId organization,
        IReadOnlyCollection<AuditEntry> entries,
        CancellationToken cancel
    )
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entries.Any(entry => entry.By.StartsWith(PersonPrefix, StringComparison.Ordinal)))
        {
            foreach (var person in await team.ListAsync(organization, cancel))
                names[PersonPrefix + person.Id] = person.Name;
        }
        if (entries.Any(entry => entry.By.StartsWith(KeyPrefix, StringComparison.Ordinal)))
        {
            foreach (var key in await keys.ListAsync(organization, cancel))
                names[KeyPrefix + key.Id] = key.Name;
        }
        return names;
    }
}
