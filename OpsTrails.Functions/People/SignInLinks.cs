using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>One-time sign-in links for the owner. A row is keyed by the hash of the token.</summary>
internal sealed class SignInLinks(ITableStore store, TimeProvider clock)
{
    private const string Partition = "link";

    /// <summary>How far the clocks of two instances may differ.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(10);

    /// <summary>The address that the console opens. The token follows the #, so no server, proxy or log sees it.</summary>
    public static string AddressOf(string program, SignInToken token) => $"{program.TrimEnd('/')}/sign-in#{token.Reveal()}";

    /// <param name="organization">The organization of the owner.</param>
    /// <param name="by">The caller; null for the program itself, which prints a link at each start in Development.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<(SignInToken Token, Timestamp ExpiresAt)> MakeAsync(OrganizationId organization, string? by, CancellationToken cancel)
    {
        var token = SignInToken.New();
        var now = Timestamp.From(clock.GetUtcNow());
        var expiresAt = now + SignInToken.Lifetime;
        await DeleteExpiredAsync(now, cancel);

        // The audit entry is in another partition, so write it first: an entry without a link is better than a link without an entry.
        if (by is not null)
            await store.WriteAsync(
                Tables.People,
                [AuditRow.Keep(PersonRow.PartitionOf(organization), PeopleAudit.LinkMade(by, now, expiresAt))],
                cancel
            );
        var row = new Row(KeyOf(token)) { ["Organization"] = organization.Value, ["ExpiresAt"] = expiresAt.Ticks };
        await store.WriteAsync(Tables.People, [Write.Upsert(row)], cancel);
        return (token, expiresAt);
    }

    /// <summary>Uses a link up. Of several concurrent callers, one succeeds.</summary>
    /// <returns>The organization to sign in to; null when the link is unknown, expired or used.</returns>
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
                if (!IsValidAt(Timestamp.From(clock.GetUtcNow()), row.RequiredTime("ExpiresAt")))
                    return Update.Nothing<OrganizationId?>(null);
                row["UsedBy"] = attempt.Nonce;
                return Update.To<OrganizationId?>(organization, Write.Replace(row, row.ETag!));
            },
            cancel
        );
    }

    /// <summary>A link that ends later than a new one would was made before the clock was set back.</summary>
    private static bool IsValidAt(Timestamp now, Timestamp expiresAt) =>
        now < expiresAt && expiresAt <= now + SignInToken.Lifetime + MaxSkew;

    /// <summary>Keeps used links until they expire, so that a late retry still finds its own use.</summary>
    private async Task DeleteExpiredAsync(Timestamp now, CancellationToken cancel)
    {
        var expired = await store
            .ReadAllAsync(Tables.People, RowRange.InPartition(Partition), cancel)
            .Where(row => now >= row.RequiredTime("ExpiresAt") + TimeSpan.FromHours(1))
            .Take(TableLimits.WritesPerTransaction)
            .ToListAsync(cancel);
        if (expired.Count > 0)
            await store.WriteAsync(Tables.People, [.. expired.Select(row => Write.Delete(row.Key))], cancel);
    }

    private static RowKey KeyOf(SignInToken token) => new(Partition, token.Hash);
}
