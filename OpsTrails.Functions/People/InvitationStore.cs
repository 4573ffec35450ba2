using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>Makes, lists, finds and revokes invitations. Accepting one is part of <see cref="Joining"/>.</summary>
internal sealed class InvitationStore(ITableStore store, TimeProvider clock)
{
    /// <summary>The address that the console opens. The token follows the #, so no server, proxy or log sees it.</summary>
    public static string AddressOf(string program, InvitationToken token) => $"{program.TrimEnd('/')}/invitation#{token.Reveal()}";

    /// <summary>Creates an invitation. Only the result contains its token.</summary>
    public async Task<(Invitation Made, InvitationToken Token)> MakeAsync(
        OrganizationId organization,
        InvitationRequest request,
        string by,
        CancellationToken cancel
    )
    {
        var token = InvitationToken.New(organization);
        var made = new Invitation
        {
            Id = InvitationRow.IdOf(token.Hash),
            Organization = organization,
            Hash = token.Hash,
            Role = request.Role,
            Note = request.Note,
            CreatedAt = Timestamp.From(clock.GetUtcNow()),
            CreatedBy = by,
            ExpiresAt = request.ExpiresAt,
        };

        // Upserts, because a retry may find its own rows.
        var row = InvitationRow.Write(made);
        await store.WriteAsync(Tables.People, [Write.Upsert(row), AuditRow.Keep(row.Key.Partition, PeopleAudit.Made(made))], cancel);
        return (made, token);
    }

    /// <summary>The organization's invitations, newest first, also those that are over.</summary>
    public async Task<IReadOnlyList<Invitation>> ListAsync(OrganizationId organization, CancellationToken cancel)
    {
        var all = await store
            .ReadAllAsync(Tables.People, InvitationRow.ListOf(organization), cancel)
            .Select(InvitationRow.Read)
            .ToListAsync(cancel);
        return [.. all.OrderByDescending(invitation => invitation.CreatedAt).ThenBy(invitation => invitation.Id, StringComparer.Ordinal)];
    }

    /// <returns>Null when there is none, or the hash does not match.</returns>
    public async Task<Invitation?> FindAsync(OrganizationId organization, string hash, CancellationToken cancel) =>
        await store.ReadAsync(Tables.People, InvitationRow.Key(organization, InvitationRow.IdOf(hash)), cancel) is { } row
        && InvitationRow.Read(row) is var found
        && found.Hash == hash
            ? found
            : null;

    /// <returns>The invitation as it is now, which may have been accepted in the meantime; null when there is none with this id.</returns>
    public async Task<Invitation?> RevokeAsync(OrganizationId organization, string id, string by, CancellationToken cancel)
    {
        var key = InvitationRow.Key(organization, id);
        if (await store.ReadAsync(Tables.People, key, cancel) is not { } found)
            return null;
        var now = Timestamp.From(clock.GetUtcNow());
        var row = await RowMerges.MergeAsync(
            store,
            Tables.People,
            key,
            found,
            current =>
                current is null || InvitationRow.Read(current) is not { AcceptedAt: null, RevokedAt: null } open
                    ? null
                    : InvitationRow.Write(open with { RevokedAt = now }),
            alongside: revoked => AuditRow.Keep(key.Partition, PeopleAudit.Revoked(InvitationRow.Read(revoked), by, now))
        );
        return InvitationRow.Read(row);
    }
}
