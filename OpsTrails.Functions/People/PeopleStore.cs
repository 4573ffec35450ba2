using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.People;

/// <summary>The people of organizations, and which of their sessions are over.</summary>
internal sealed class PeopleStore(ITableStore store, TimeProvider clock) : IDisposable
{
    /// <summary>How long an instance goes by what it read last: well under the 10 s in which an ended session has to stop working.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    private const string FirstOwnerName = "Owner";

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>The person, at most <see cref="RememberedFor"/> old; null when there is none.</summary>
    public async ValueTask<Person?> FindAsync(OrganizationId organization, string id, CancellationToken cancel)
    {
        if (_known.TryGetValue((organization, id), out Person? known))
            return known;
        return await store.ReadAsync(Tables.People, PersonRow.Key(organization, id), cancel) is { } row ? Remember(PersonRow.Read(row)) : null;
    }

    /// <summary>The organization's first owner, made when there is none; of several callers at once, one makes it.</summary>
    public async Task<Person> FindOrMakeOwnerAsync(OrganizationId organization, CancellationToken cancel)
    {
        var named = PersonRow.FirstOwner(organization);
        if (await store.ReadAsync(Tables.People, named, cancel) is not { } pointer)
        {
            var made = new Person
            {
                Id = "p" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11),
                Organization = organization,
                Name = FirstOwnerName,
                Role = Role.Owner,
                CreatedAt = clock.GetUtcNow().UtcTicks,
            };
            await store.WriteAsync(Tables.People, [Write.Add(new Row(named) { ["Person"] = made.Id }), Write.Add(PersonRow.Write(made))], cancel);

            // Whether that was refused or not: what is there now counts.
            pointer = await store.ReadAsync(Tables.People, named, cancel) ?? throw new StorageUnavailableException("A person was written and is not there.");
        }
        var key = PersonRow.Key(organization, pointer.RequiredText("Person"));
        var row = await store.ReadAsync(Tables.People, key, cancel) ?? throw new InvalidDataException($"Row {named} names a person who is not there.");
        return Remember(PersonRow.Read(row));
    }

    public Task EndAsync(Session session) => ChangeAsync(session, person => person.WithEnded(session, clock.GetUtcNow()));

    /// <summary>Ends all sessions of the person whose session this is.</summary>
    public Task EndAllAsync(Session session) => ChangeAsync(session, person => person.Epoch > session.Epoch ? person : person.WithAllEnded());

    public void Dispose() => _known.Dispose();

    private async Task ChangeAsync(Session session, Func<Person, Person> change)
    {
        var key = PersonRow.Key(session.Organization, session.PersonId);
        var row = await RowMerges.MergeAsync(store, Tables.People, key, null, current =>
        {
            var person = PersonRow.Read(current ?? throw new InvalidDataException($"Row {key} is not there."));
            var changed = change(person);
            return ReferenceEquals(changed, person) ? null : PersonRow.Write(changed);
        });
        Remember(PersonRow.Read(row));
    }

    private Person Remember(Person person) =>
        _known.Set((person.Organization, person.Id), person, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RememberedFor });
}
