using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>The person who signs in by link. Works even when no other owner is left.</summary>
internal sealed class FirstOwner(ITableStore store, PeopleStore people, TimeProvider clock)
{
    private const string Name = "Owner";

    /// <summary>
    /// Finds the first owner and records the sign-in. Creates one when there is none, or when it left or is no longer an owner. Of several
    /// concurrent callers, one creates it.
    /// </summary>
    public async Task<Person> SignInAsync(OrganizationId organization, CancellationToken cancel)
    {
        var now = Timestamp.From(clock.GetUtcNow());
        var owner = await store.UpdateAsync(
            Tables.People,
            async _ =>
            {
                var rows = await store
                    .ReadAllAsync(Tables.People, PersonRow.TeamOf(organization), cancel)
                    .ToDictionaryAsync(row => row.Key, cancellationToken: cancel);
                var pointer = rows.GetValueOrDefault(PersonRow.FirstOwner(organization));
                var named = pointer is null ? null : rows.GetValueOrDefault(PersonRow.Key(organization, pointer.RequiredText("Person")));
                var found = named is not null && PersonRow.Read(named).Role == Role.Owner ? named : null;
                var person = found is null ? New(organization, now) : PersonRow.Read(found) with { LastSignInAt = now };

                // An earlier attempt whose response was lost wrote it, or another call did at the same moment.
                if (found?.Time("LastSignInAt") == now)
                    return Update.Nothing(person);
                return found is null
                    ? Update.To(person, Make(pointer, person))
                    : Update.To(person, Write.Replace(PersonRow.Write(person), found.ETag!));
            },
            cancel
        );
        return people.Cache(owner);
    }

    private static Person New(OrganizationId organization, Timestamp now) =>
        new()
        {
            Id = Person.NewId(),
            Organization = organization,
            Name = Name,
            Role = Role.Owner,
            CreatedAt = now,
            LastSignInAt = now,
        };

    private static Write[] Make(Row? pointer, Person person)
    {
        var named = new Row(PersonRow.FirstOwner(person.Organization)) { ["Person"] = person.Id };
        return
        [
            pointer is null ? Write.Add(named) : Write.Replace(named, pointer.ETag!),
            Write.Add(PersonRow.Write(person)),
            AuditRow.Keep(named.Key.Partition, PeopleAudit.Joined(person, invitation: null)),
        ];
    }
}
