using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>Signs in a person whom the provider identified: a member, or somebody with an invitation, who becomes one.</summary>
internal sealed class Joining(ITableStore store, PeopleStore people, Memberships memberships, TimeProvider clock)
{
    /// <param name="identity">The identity at the provider.</param>
    /// <param name="profile">Name and address, from the provider.</param>
    /// <param name="invitation">The organization and hash of the invitation; null without one.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The person; or null, and why not.</returns>
    public async Task<(Person? Person, string? Failure)> EnterAsync(
        ProviderIdentity identity,
        Profile profile,
        (OrganizationId Organization, string Hash)? invitation,
        CancellationToken cancel
    )
    {
        if (invitation is { } brought)
            return await AcceptAsync(identity, profile, brought.Organization, brought.Hash, cancel) is { } accepted
                ? (accepted, null)
                : (null, SignInFailures.InvitationOver);
        foreach (var organization in await memberships.ListAsync(identity, cancel))
        {
            if (await FindAsync(organization, identity, profile, cancel) is { } member)
                return (member, null);
        }
        return (null, SignInFailures.NotInvited);
    }

    /// <summary>Of several concurrent callers one joins. A member stays as they are, and the invitation stays open.</summary>
    private async Task<Person?> AcceptAsync(
        ProviderIdentity identity,
        Profile profile,
        OrganizationId organization,
        string hash,
        CancellationToken cancel
    )
    {
        var key = InvitationRow.Key(organization, InvitationRow.IdOf(hash));
        var person = await store.UpdateAsync(
            Tables.People,
            async _ =>
            {
                // Also finds the person that an earlier attempt made, if its response was lost.
                if (await FindAsync(organization, identity, profile, cancel) is { } member)
                    return Update.Nothing<Person?>(member);
                if (await store.ReadAsync(Tables.People, key, cancel) is not { } row)
                    return Update.Nothing<Person?>(null);
                var invitation = InvitationRow.Read(row);
                if (invitation.Hash != hash || invitation.WhyOver(clock.GetUtcNow()) is not null)
                    return Update.Nothing<Person?>(null);

                await memberships.RecordAsync(organization, identity, cancel);
                var joined = New(invitation, identity, profile, Timestamp.From(clock.GetUtcNow()));
                var accepted = invitation with { AcceptedBy = PeopleAudit.NameOf(joined), AcceptedAt = joined.CreatedAt };
                return Update.To<Person?>(
                    joined,
                    Write.Replace(InvitationRow.Write(accepted), row.ETag!),
                    Write.Add(new Row(PersonRow.Identity(organization, identity)) { ["Person"] = joined.Id }),
                    Write.Add(PersonRow.Write(joined)),
                    AuditRow.Keep(key.Partition, PeopleAudit.Accepted(invitation, joined)),
                    AuditRow.Keep(key.Partition, PeopleAudit.Joined(joined, invitation))
                );
            },
            cancel
        );
        return person is null ? null : people.Cache(person);
    }

    private async Task<Person?> FindAsync(OrganizationId organization, ProviderIdentity identity, Profile profile, CancellationToken cancel)
    {
        var now = Timestamp.From(clock.GetUtcNow());
        var person = await store.UpdateAsync(
            Tables.People,
            async _ =>
            {
                if (
                    await store.ReadAsync(Tables.People, PersonRow.Identity(organization, identity), cancel) is not { } named
                    || await store.ReadAsync(Tables.People, PersonRow.Key(organization, named.RequiredText("Person")), cancel)
                        is not { } row
                )
                    return Update.Nothing<Person?>(null);
                var found = PersonRow.Read(row);
                var signedIn = found.SignedInAs(profile, now);
                return found == signedIn
                    ? Update.Nothing<Person?>(signedIn)
                    : Update.To<Person?>(signedIn, Write.Replace(PersonRow.Write(signedIn), row.ETag!));
            },
            cancel
        );
        return person is null ? null : people.Cache(person);
    }

    private static Person New(Invitation invitation, ProviderIdentity identity, Profile profile, Timestamp now) =>
        new()
        {
            Id = Person.NewId(),
            Organization = invitation.Organization,
            Name = profile.Name,
            Email = profile.Email,
            Identity = identity,
            Role = invitation.Role,
            CreatedAt = now,
            LastSignInAt = now,
        };
}
