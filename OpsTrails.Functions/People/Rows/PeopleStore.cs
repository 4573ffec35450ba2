using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People.Rows;

/// <summary>The people behind sessions, cached for each request.</summary>
internal sealed class PeopleStore(ITableStore store, TimeProvider clock) : IDisposable
{
    /// <summary>The lifetime of cached people: well under the 10 s in which an ended session must stop working.</summary>
    public static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(5);

    private readonly TtlCache<(OrganizationId, string), Person?> _known = new(10_000, CachedFor, clock);

    /// <summary>The person, at most <see cref="CachedFor"/> old; null when there is none.</summary>
    public async ValueTask<Person?> FindAsync(OrganizationId organization, string id, CancellationToken cancel)
    {
        if (_known.TryGet((organization, id), out var known))
            return known;
        var row = await store.ReadAsync(Tables.People, PersonRow.Key(organization, id), cancel);
        return _known.SetUnlessKnown((organization, id), row is null ? null : PersonRow.Read(row));
    }

    public Task EndAsync(Session session) => ChangeAsync(session, person => person.WithEnded(session, clock.GetUtcNow()));

    /// <summary>Ends all sessions of the person whose session this is.</summary>
    public Task EndAllAsync(Session session) =>
        ChangeAsync(session, person => person.Epoch > session.Epoch ? person : person.WithAllEnded());

    /// <summary>Caches what was just written.</summary>
    public Person Cache(Person person) => _known.Set((person.Organization, person.Id), person)!;

    public void CacheAsRemoved(Person person) => _known.Set((person.Organization, person.Id), null);

    public void Dispose() => _known.Dispose();

    /// <summary>A person who was removed meanwhile has no session left to end.</summary>
    private async Task ChangeAsync(Session session, Func<Person, Person> change)
    {
        var key = PersonRow.Key(session.Organization, session.PersonId);
        if (await store.ReadAsync(Tables.People, key, CancellationToken.None) is not { } found)
            return;
        var row = await RowMerges.MergeAsync(
            store,
            Tables.People,
            key,
            found,
            current =>
            {
                var person = PersonRow.Read(current ?? throw new InvalidDataException($"Row {key} is not there."));
                var changed = change(person);
                return ReferenceEquals(changed, person) ? null : PersonRow.Write(changed);
            }
        );
        Cache(PersonRow.Read(row));
    }
}
