using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// The organizations of this store. A new installation creates the first one. When several instances start at once, exactly one creates it.
/// </summary>
internal sealed class Installation(ITableStore store, RestoreMarker restore, StoreFormat format, TimeProvider clock)
{
    private const string Listed = "organizations";

    private readonly Lock _lock = new();
    private OrganizationId? _organization;
    private Task? _opening;

    /// <summary>The organization that the setup token manages.</summary>
    public OrganizationId Organization => _organization ?? throw new InvalidOperationException("The installation has not been opened yet.");

    /// <summary>Finds or creates the first organization.</summary>
    /// <returns>Whether this is the very first start.</returns>
    /// <exception cref="BackupException">A restore into this store is unfinished, or the store has another format.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancel)
    {
        await restore.EnsureNoneAsync(cancel);
        await format.EnsureCurrentAsync(cancel);
        (_organization, var isFirstStart) = await FindOrMakeAsync(InstallationKeys.FirstOrganization, cancel);
        return isFirstStart;
    }

    /// <summary>Opens the installation once and shares the attempt with all callers. After a failure the next caller tries again.</summary>
    public Task WhenOpenAsync()
    {
        if (_organization is not null)
            return Task.CompletedTask;
        lock (_lock)
            return _opening is null or { IsFaulted: true } ? _opening = OpenAsync(CancellationToken.None) : _opening;
    }

    public async Task<IReadOnlyList<OrganizationId>> ListAsync(CancellationToken cancel) =>
        await store
            .ReadAllAsync(Tables.Organizations, RowRange.InPartition(Listed), cancel)
            .Select(row => OrganizationId.Parse(row.Key.Row))
            .ToListAsync(cancel);

    /// <summary>Finds or creates the organization that a row names. When several instances do so at once, exactly one creates it.</summary>
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
                ?? throw new StorageUnavailableException("A new organization can't be read back.");
            isNew = found.Text("Organization") == made.Text("Organization");
        }

        var organization = OrganizationId.Parse(found.RequiredText("Organization"));
        await EnlistAsync(organization, found.RequiredTime("CreatedAt"), cancel);
        return (organization, isNew);
    }

    /// <summary>Adds an organization to the list. Idempotent.</summary>
    public async Task EnlistAsync(OrganizationId organization, Timestamp createdAt, CancellationToken cancel) =>
        await store.WriteAsync(
            Tables.Organizations,
            [Write.Upsert(new Row(Listed, organization.Value) { ["CreatedAt"] = createdAt.Ticks })],
            cancel
        );
}
