using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>
/// The people of organizations and their roles. A decision reads the whole team, and is written only if the team has not changed since: two
/// owners who demote each other at the same time can't both succeed.
/// </summary>
internal sealed class TeamStore(ITableStore store, PeopleStore people, Memberships memberships, TimeProvider clock)
{
    /// <summary>The change was allowed when it was requested, but no longer when it was written.</summary>
    private static readonly TeamRefusal ChangedMeanwhile = new(
        RefusalKind.Conflict,
        "Somebody else changed the team at the same moment, so that this may no longer be done; read it again."
    );

    /// <summary>All people, in the order in which they joined.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(OrganizationId organization, CancellationToken cancel) =>
        [
            .. (await ReadAsync(organization, cancel))
                .Team.People.OrderBy(person => person.CreatedAt)
                .ThenBy(person => person.Id, StringComparer.Ordinal),
        ];

    /// <returns>The person as it is now, or why not.</returns>
    public Task<(Person? Person, TeamRefusal? Refusal)> ChangeRoleAsync(Caller caller, string id, Role role, CancellationToken cancel) =>
        ChangeAsync(caller, team => team.ChangeRole(caller.PersonId, id, role), cancel);

    /// <summary>Removes a person, which ends all their sessions.</summary>
    /// <returns>The person as it was, or why not.</returns>
    public Task<(Person? Person, TeamRefusal? Refusal)> RemoveAsync(Caller caller, string id, CancellationToken cancel) =>
        ChangeAsync(caller, team => team.Remove(caller.PersonId, id), cancel);

    /// <summary>The role of a caller, read from the store and not from the cache; null for a person who was removed.</summary>
    public async Task<Role?> RoleOfAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.PersonId is not { } id)
            return Role.Admin;
        return await store.ReadAsync(Tables.People, PersonRow.Key(caller.Organization, id), cancel) is { } row
            ? PersonRow.Read(row).Role
            : null;
    }

    private async Task<(Person? Person, TeamRefusal? Refusal)> ChangeAsync(
        Caller caller,
        Func<Team, TeamDecision> decide,
        CancellationToken cancel
    )
    {
        (Person Before, Person? After)? tried = null;
        var (decided, refusal) = await store.UpdateAsync(
            Tables.People,
            async attempt =>
            {
                var (team, rows) = await ReadAsync(caller.Organization, cancel);
                var guard = rows.GetValueOrDefault(PersonRow.Guard(caller.Organization));
                if (tried is { } done && attempt.HasSigned(guard))
                    return Update.Nothing<Outcome>(new(done, null));
                var (refused, before, after) = decide(team);
                if (refused is not null)
                    return Update.Nothing<Outcome>(new(null, tried is null ? refused : ChangedMeanwhile));
                if (ReferenceEquals(before, after))
                    return Update.Nothing<Outcome>(new((before!, before), null));

                tried = (before!, after);
                var guarded = attempt.Sign(new Row(PersonRow.Guard(caller.Organization)));
                var etag = rows[PersonRow.Key(before!.Organization, before.Id)].ETag!;
                return Update.To<Outcome>(
                    new(tried, null),
                    [
                        guard is null ? Write.Add(guarded) : Write.Replace(guarded, guard.ETag!),
                        .. Change(before, after, etag, caller.Name, Timestamp.From(clock.GetUtcNow())),
                    ]
                );
            },
            cancel
        );
        return decided is { } change ? (await CacheAsync(change.Before, change.After), null) : (null, refusal);
    }

    private static IEnumerable<Write> Change(Person before, Person? after, string etag, string by, Timestamp now)
    {
        var key = PersonRow.Key(before.Organization, before.Id);
        yield return after is null ? Write.Delete(key, etag) : Write.Replace(PersonRow.Write(after), etag);
        if (after is null && before.Identity is { } identity)
            yield return Write.Delete(PersonRow.Identity(before.Organization, identity));
        yield return AuditRow.Keep(
            key.Partition,
            after is null ? PeopleAudit.Removed(before, by, now) : PeopleAudit.RoleChanged(before, after, by, now)
        );
    }

    private async Task<Person> CacheAsync(Person before, Person? after)
    {
        if (after is not null)
            return people.Cache(after);
        people.CacheAsRemoved(before);
        if (before.Identity is { } identity)
            await memberships.ForgetAsync(before.Organization, identity);
        return before;
    }

    private async Task<(Team Team, Dictionary<RowKey, Row> Rows)> ReadAsync(OrganizationId organization, CancellationToken cancel)
    {
        var rows = await store
            .ReadAllAsync(Tables.People, PersonRow.TeamOf(organization), cancel)
            .ToDictionaryAsync(row => row.Key, cancellationToken: cancel);
        return (new Team([.. rows.Values.Where(PersonRow.IsPerson).Select(PersonRow.Read)]), rows);
    }

    private sealed record Outcome((Person Before, Person? After)? Change, TeamRefusal? Refusal);
}
