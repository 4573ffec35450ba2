using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>
/// Lists the organizations to search for someone signed in by the provider. This is a hint only: membership is the identity's row in the
/// organization itself.
/// </summary>
internal sealed class Memberships(ITableStore store, TimeProvider clock)
{
    private const string Partition = "openid";

    /// <summary>The organization joined last comes first.</summary>
    public async Task<IReadOnlyList<OrganizationId>> ListAsync(ProviderIdentity identity, CancellationToken cancel)
    {
        var rows = await store.ReadAllAsync(Tables.People, RowRange.WithPrefix(Partition, identity.Hash), cancel).ToListAsync(cancel);
        return
        [
            .. rows.OrderByDescending(row => row.RequiredTime("NotedAt"))
                .Select(row => OrganizationId.Parse(row.RequiredText("Organization"))),
        ];
    }

    /// <summary>Written before a person joins, so that a member is always found.</summary>
    public async Task RecordAsync(OrganizationId organization, ProviderIdentity identity, CancellationToken cancel) =>
        await store.WriteAsync(
            Tables.People,
            [
                Write.Upsert(
                    new Row(Key(organization, identity)) { ["Organization"] = organization.Value, ["NotedAt"] = clock.GetUtcNow().UtcTicks }
                ),
            ],
            cancel
        );

    public async Task ForgetAsync(OrganizationId organization, ProviderIdentity identity) =>
        await store.WriteAsync(Tables.People, [Write.Delete(Key(organization, identity))], CancellationToken.None);

    private static RowKey Key(OrganizationId organization, ProviderIdentity identity) =>
        new(Partition, KeyText.Join(identity.Hash, organization.Value));
}
