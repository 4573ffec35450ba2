using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// The organizations that exist. A new installation makes the first one; of several instances that start at once over one store, one does.
/// </summary>
internal sealed class Installation(ITableStore store, RestoreMarker restore, TimeProvider clock)
{
    private const string Listed = "organizations";

    private static readonly RowKey First = new("installation", "first");

    private readonly Lock _gate = new();
    private OrganizationId? _organization;
    private Task? _opening;

    /// <summary>The organization that the setup token manages.</summary>
    public OrganizationId Organization => _organization ?? throw new InvalidOperationException("The installation has not been opened yet.");

    /// <summary>Finds or makes the first organization.</summary>
    /// <returns>Whether this is the very first start.</returns>
    /// <exception cref="BackupException">A restore into this store is not finished.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancel)
    {
        await restore.EnsureNoneAsync(cancel);
        (_organization, var isFirstStart) = await FindOrMakeAsync(First, cancel);
        return isFirstStart;
    }

    /// <summary>Opens it if nobody has, once for all who wait; after a failure who comes next tries again.</summary>
    public Task WhenOpenAsync()
    {
        if (_organization is not null)
            return Task.CompletedTask;
        lock (_gate)
            return _opening is null or { IsFaulted: true } ? _opening = OpenAsync(CancellationToken.None) : _opening;
    }

    public async Task<IReadOnlyList<OrganizationId>> ListAsync(CancellationToken cancel) =>
        await store
            .ReadAllAsync(Tables.Organizations, RowRange.InPartition(Listed), cancel)
            .Select(row => OrganizationId.Parse(row.Key.Row))
            .ToListAsync(cancel);

    /// <summary>The organization that a row names; of several instances that make one at once, one does.</summary>
    public async Task<(OrganizationId Organization, bool IsNew)> FindOrMakeAsync(RowKey named, CancellationToken cancel)
    {
        var found = await store.ReadAsync(Tables.Organizations, named, cancel);
        var isNew = false;
        if (found is null)
        {
            var made = new Row(named) { ["Organization"] = OrganizationId.New().Value, ["CreatedAt"] = clock.GetUtcNow().UtcTicks };
            await store.WriteAsync(Tables.Organizations, [Write.Add(made)], cancel);
            found =
                await store.ReadAsync(Tables.Organizations, named, cancel)
                ?? throw new StorageUnavailableException("An organization was written and is not there.");
            isNew = found.Text("Organization") == made.Text("Organization");
        }

        var organization = OrganizationId.Parse(found.RequiredText("Organization"));
        await EnlistAsync(organization, found.RequiredNumber("CreatedAt"), cancel);
        return (organization, isNew);
    }

    /// <summary>Lists an organization among those that exist; repeating it changes nothing.</summary>
    public async Task EnlistAsync(OrganizationId organization, long createdAt, CancellationToken cancel) =>
        await store.WriteAsync(
            Tables.Organizations,
            [Write.Upsert(new Row(Listed, organization.Value) { ["CreatedAt"] = createdAt })],
            cancel
        );
}
