using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>Links that let the owner in once. A link has a row under the hash of its token.</summary>
internal sealed class SignInLinks(ITableStore store, TimeProvider clock)
{
    private const string Partition = "link";

    /// <summary>Where the console takes a link. The token stands behind the #: no server, proxy or log sees it.</summary>
    public static string AddressOf(string program, SignInToken token) => $"{program.TrimEnd('/')}/sign-in#{token.Reveal()}";

    /// <param name="organization">Whose owner it lets in.</param>
    /// <param name="by">Who makes it; null for the program itself, which prints one at each start in Development.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<(SignInToken Token, long ExpiresAt)> MakeAsync(OrganizationId organization, string? by, CancellationToken cancel)
    {
        var token = SignInToken.New();
        var now = clock.GetUtcNow().UtcTicks;
        var expiresAt = now + SignInToken.Lifetime.Ticks;
        await ForgetExpiredAsync(now, cancel);

        // Links of all organizations lie together, apart from what tells of them: no link without an entry, rather than no entry without a link.
        if (by is not null)
            await store.WriteAsync(
                Tables.People,
                [AuditRow.Keep(PersonRow.PartitionOf(organization), PeopleAudit.LinkMade(by, now, expiresAt))],
                cancel
            );
        var row = new Row(KeyOf(token)) { ["Organization"] = organization.Value, ["ExpiresAt"] = expiresAt };
        await store.WriteAsync(Tables.People, [Write.Upsert(row)], cancel);
        return (token, expiresAt);
    }

    /// <summary>Uses a link up. Of several who try at once, one succeeds.</summary>
    /// <returns>The organization whose owner may come in; null when the link is unknown, expired or used.</returns>
    public async Task<OrganizationId?> UseAsync(SignInToken token, CancellationToken cancel)
    {
        return await store.UpdateAsync<OrganizationId?>(
            Tables.People,
            KeyOf(token),
            (row, attempt) =>
            {
                if (row is null)
                    return Update.Nothing<OrganizationId?>(null);
                var organization = OrganizationId.Parse(row.RequiredText("Organization"));
                if (row.Text("UsedBy") is { } by)
                    return Update.Nothing<OrganizationId?>(by == attempt.Nonce ? organization : null);
                if (clock.GetUtcNow().UtcTicks >= row.RequiredNumber("ExpiresAt"))
                    return Update.Nothing<OrganizationId?>(null);
                row["UsedBy"] = attempt.Nonce;
                return Update.To<OrganizationId?>(organization, Write.Replace(row, row.ETag!));
            },
            cancel
        );
    }

    /// <summary>Used ones stay until they expire, so that a late retry still finds who used them.</summary>
    private async Task ForgetExpiredAsync(long now, CancellationToken cancel)
    {
        var expired = await store
            .ReadAllAsync(Tables.People, RowRange.InPartition(Partition), cancel)
            .Where(row => now >= row.RequiredNumber("ExpiresAt") + TimeSpan.TicksPerHour)
            .Take(TableLimits.WritesPerTransaction)
            .ToListAsync(cancel);
        if (expired.Count > 0)
            await store.WriteAsync(Tables.People, [.. expired.Select(row => Write.Delete(row.Key))], cancel);
    }

    private static RowKey KeyOf(SignInToken token) => new(Partition, token.Hash);
}
