using System.Globalization;
using System.Text;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Incidents;

[Layer(Layer.Store)]
public sealed class IncidentStoreTests(SharedAzurite azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private readonly OrganizationId _organization = OrganizationId.New();
    private readonly BothStores _stores = new(azurite);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_what_all_events_say_however_they_are_written(bool azure)
    {
        var store = await _stores.OfAsync(azure);
        var random = new Random(7);
        var events = Enumerable.Range(0, 90).Select(i => AnyEvent(random, i)).ToArray();
        var sent = events.Concat(events).ToArray();
        random.Shuffle(sent);
        using var one = new IncidentStore(store);
        using var other = new IncidentStore(store);

        await Task.WhenAll(
            sent.Chunk(7).Select((chunk, i) => (i % 2 == 0 ? one : other).DeriveAsync(_organization, chunk, IncidentRules.None))
        );

        var expected = events
            .Select(e => IncidentEvent.Of(e, EventHints.None))
            .GroupBy(e => GroupName.Of(e, EventKind.Incident, OrganizationNames.None))
            .SelectMany(group => IncidentFold.Fold(group, IncidentRules.None))
            .Select(incident => Show(incident.Summary))
            .Order(StringComparer.Ordinal)
            .ToList();
        var begun = await ReadAsync(store, "c~");
        var open = await ReadAsync(store, "o~");
        Assert.Equal(expected, begun.Select(Show).Order(StringComparer.Ordinal));
        Assert.Equal(
            begun.Where(incident => incident.Resolved is null).Select(Show).Order(StringComparer.Ordinal),
            open.Select(Show).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_index_rows_than_a_transaction_takes_are_written(bool azure)
    {
        var store = await _stores.OfAsync(azure);
        using var incidents = new IncidentStore(store);
        var opened = Enumerable.Range(0, 58).Select(i => Event(i, "incident")).ToList();

        await incidents.DeriveAsync(_organization, opened, IncidentRules.None);
        var mapped = TypeMeanings.Read(
            System.Text.Json.JsonElement.Parse("""{"incident":"incident.resolved"}"""),
            new OpsTrails.Core.Input.ValidationErrors(),
            "types"
        )!;
        var groups = opened.Select(e =>
            IncidentKeys.Group(
                _organization,
                GroupName.Of(IncidentEvent.Of(e, EventHints.None), EventKind.Incident, OrganizationNames.None)!
            )
        );
        await incidents.RefreshAsync(groups, new IncidentRules(mapped, OrganizationNames.None));
        Assert.Empty(await ReadAsync(store, "o~"));
        await incidents.RefreshAsync(groups, IncidentRules.None);

        Assert.Equal(58, (await ReadAsync(store, "o~")).Count);
        Assert.Equal(58, (await ReadAsync(store, "c~")).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_move_to_their_group_with_the_first_change_by_other_rules(bool azure)
    {
        var store = await _stores.OfAsync(azure);
        using var incidents = new IncidentStore(store);
        var aliases = new Aliases(new Dictionary<string, IReadOnlyList<string>> { ["BE"] = ["backend"] });
        var names = new OrganizationNames(Aliases.None, aliases, OrganizationNames.None.Groups, ArchivedNames.None);
        RecordedEvent[] events = [Event(0, "incident", source: "backend"), Event(1, "incident.resolved")];

        await incidents.DeriveAsync(_organization, events, IncidentRules.None);
        Assert.Equal(["0"], (await ReadAsync(store, "o~")).Select(incident => incident.Id));
        await incidents.RefreshAsync(
            [IncidentKeys.Group(_organization, new GroupName(EventKind.Incident, null, "PRODUCTION", "backend"))],
            new IncidentRules(TypeMeanings.None, names)
        );
        Assert.Empty(await ReadAsync(store, "o~"));
        await incidents.DeriveAsync(_organization, events, IncidentRules.None);

        Assert.Equal(["0"], (await ReadAsync(store, "o~")).Select(incident => incident.Id));
        Assert.Null(Assert.Single(await ReadAsync(store, "c~")).Resolved);
    }

    [Fact]
    public async Task What_is_no_longer_kept_stays_as_it_was()
    {
        using var incidents = new IncidentStore(_stores.Embedded);
        var events = Enumerable.Range(0, 200).Select(i => Event(i, i % 2 == 0 ? "incident" : "incident.resolved")).ToList();

        foreach (var chunk in events.Chunk(20))
            await incidents.DeriveAsync(_organization, chunk, IncidentRules.None);
        await incidents.DeriveAsync(_organization, events, IncidentRules.None);

        var begun = await ReadAsync(_stores.Embedded, "c~");
        Assert.Equal(100, begun.Count);
        Assert.All(begun, incident => Assert.NotNull(incident.Resolved));
    }

    [Fact]
    public async Task Other_events_are_not_written()
    {
        using var incidents = new IncidentStore(_stores.Embedded);

        await incidents.DeriveAsync(_organization, [Event(0, "deployment")], IncidentRules.None);

        Assert.Empty(await ReadAsync(_stores.Embedded, "k~"));
    }

    private static RecordedEvent AnyEvent(Random random, int i) =>
        Event(
            i,
            ((string[])["incident", "incident.opened", "incident.acknowledged", "incident.resolved", "incident.updated"])[random.Next(5)],
            random.Next(3) == 0 ? null : random.Next(3).ToString(CultureInfo.InvariantCulture),
            ((string[])["BE", "FE"])[random.Next(2)]
        );

    private static RecordedEvent Event(int minute, string type, string? number = null, string source = "BE") =>
        new()
        {
            Id = minute.ToString(CultureInfo.InvariantCulture),
            Source = source,
            Type = type,
            Subject = "PRODUCTION",
            Time = Timestamp.From(Start.AddMinutes(minute)),
            CreatedAt = Timestamp.From(Start.AddMinutes(minute)),
            Json = Encoding.UTF8.GetBytes(number is null ? "{}" : $$$"""{"data":{"incident":"{{{number}}}"}}"""),
        };

    private static string Show(IncidentSummary incident) =>
        $"{incident.Id} {incident.Source} {incident.Number} {incident.Acknowledged} {incident.Resolved} {incident.Heard.Count}";

    private async Task<IReadOnlyList<IncidentSummary>> ReadAsync(ITableStore store, string prefix)
    {
        var rows = await store
            .ReadAllAsync(
                Tables.Incidents,
                RowRange.InPartition(_organization.Value, from: prefix, before: prefix + "~"),
                TestContext.Current.CancellationToken
            )
            .ToListAsync(TestContext.Current.CancellationToken);
        return prefix == "k~" && rows.Count > 0
            ? throw new InvalidOperationException("There are groups.")
            : [.. rows.Select(IndexRow.Read).Select(row => row.Incident).OfType<IncidentSummary>()];
    }
}
