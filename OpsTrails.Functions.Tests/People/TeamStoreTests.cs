using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.People;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.People;

/// <summary>Teams over both stores: two instances that decide on the same team at once, and answers that are lost.</summary>
[Layer(Layer.Store)]
public sealed class TeamStoreTests(SharedAzurite azurite) : IAsyncDisposable
{
    private readonly BothStores _stores = new(azurite);
    private readonly OrganizationId _organization = OrganizationId.New();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(false, "lower")]
    [InlineData(false, "remove")]
    [InlineData(true, "lower")]
    [InlineData(true, "remove")]
    public async Task Of_two_owners_who_put_down_each_other_at_once_one_stays(bool azure, string how)
    {
        var store = new LimitedTableStore(await _stores.OfAsync(azure));
        await AddAsync(store, "one");
        await AddAsync(store, "other");
        using var meeting = new Barrier(2);
        var tasks = new[] { ("one", "other"), ("other", "one") }
            .Select(pair => Task.Run(() => PutDownAsync(Teams(new MeetsOnce(store, meeting)), how, pair.Item1, pair.Item2)))
            .ToList();

        var outcomes = await Task.WhenAll(tasks);
        var people = await Teams(store).ListAsync(_organization, Cancel);

        Assert.Single(people, person => person.Role == Role.Owner);
        Assert.Single(outcomes, outcome => outcome.Refusal is null);
        Assert.Single(await EntriesAsync(store));
        Assert.Equal(RefusalKind.Conflict, outcomes.Single(outcome => outcome.Refusal is not null).Refusal!.Kind);
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("remove")]
    public async Task A_change_with_a_lost_answer_is_applied_and_audited_once(string how)
    {
        await AddAsync(_stores.Embedded, "one");
        await AddAsync(_stores.Embedded, "other");

        var (person, refusal) = await PutDownAsync(
            Teams(new RepeatingTableStore(_stores.Embedded, (table, _) => table == Tables.People)),
            how,
            "one",
            "other"
        );

        Assert.Null(refusal);
        Assert.Equal("other", person!.Id);
        Assert.Single(await EntriesAsync(_stores.Embedded));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TeamStore Teams(ITableStore store) =>
        new(store, new PeopleStore(store, TimeProvider.System), new Memberships(store, TimeProvider.System), TimeProvider.System);

    private Task<(Person? Person, TeamRefusal? Refusal)> PutDownAsync(TeamStore teams, string how, string actor, string id)
    {
        var caller = new Caller(_organization, KeyScope.Admin, null, actor);
        return how == "lower" ? teams.ChangeRoleAsync(caller, id, Role.Viewer, Cancel) : teams.RemoveAsync(caller, id, Cancel);
    }

    private async Task AddAsync(ITableStore store, string id)
    {
        var person = new Person
        {
            Id = id,
            Organization = _organization,
            Name = id,
            Role = Role.Owner,
            CreatedAt = default,
        };
        Assert.True((await store.WriteAsync(Tables.People, [Write.Add(PersonRow.Write(person))], Cancel)).Succeeded);
    }

    private async Task<IReadOnlyList<Row>> EntriesAsync(ITableStore store) =>
        (await store.QueryAsync(Tables.People, AuditRow.RangeOf(PersonRow.PartitionOf(_organization), null), 100, null, Cancel)).Rows;

    /// <summary>Goes on after its first reading only when the other one has read too.</summary>
    private sealed class MeetsOnce(ITableStore inner, Barrier meeting) : ITableStore
    {
        private bool _met;

        public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

        public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
            inner.WriteAsync(table, writes, cancel);

        public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
        {
            var page = await inner.QueryAsync(table, range, take, token, cancel);
            if (!_met)
            {
                _met = true;
                Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(60), cancel));
            }
            return page;
        }
    }
}
