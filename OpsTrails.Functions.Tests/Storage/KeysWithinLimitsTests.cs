using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>Every key and row that is built fits into a store, whatever clients send.</summary>
[Layer(Layer.Store)]
public sealed class KeysWithinLimitsTests : IAsyncLifetime
{
    private static readonly OrganizationId Longest = OrganizationId.Parse(new string('o', 24));

    private static readonly Gen<string> Part = Gen.OneOf(
        Gen.Select(
            Gen.OneOf("a", "/", "é", "\uffff", "😀"),
            Gen.Int[1, 500],
            (character, times) => string.Concat(Enumerable.Repeat(character, times))
        ),
        EventGens.Text
    );

    private static readonly Gen<Timestamp> Time = Gen.OneOf(Gen.OneOf(0L, DateTime.MaxValue.Ticks), Gen.Long[0, DateTime.MaxValue.Ticks])
        .Select(ticks => new Timestamp(ticks));

    private readonly TemporaryFolder _folder = new();
    private EmbeddedTableStore _embedded = null!;

    public ValueTask InitializeAsync()
    {
        _embedded = EmbeddedTableStore.Open(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_key_fits()
    {
        var store = new LimitedTableStore(_embedded);

        await Gen.Select(Gen.Null(Part, 0.1), Part, Part, Time)
            .SampleAsync(
                async (subject, source, id, time) =>
                {
                    foreach (var key in KeysOf(subject, source, id, time))
                        Assert.Null(await store.ReadAsync(Tables.Events, key, CancellationToken.None));
                }
            );
    }

    [Fact]
    public void Every_key_begins_with_its_organization() =>
        Gen.Select(Part, Part, Part, Time)
            .Sample(
                (subject, source, id, time) =>
                    Assert.All(KeysOf(subject, source, id, time), key => Assert.Equal(Longest.Value, key.Partition.Split('~')[0]))
            );

    // The largest event that can be configured, in the characters that take most room in each kind of row.
    [Theory]
    [InlineData("😀")]
    [InlineData("\ue000")]
    [InlineData("\u007f")]
    public async Task The_rows_of_the_largest_event_fit(string character)
    {
        const int EventBytes = 512 * 1024;
        var store = new LimitedTableStore(_embedded);
        var times = (EventBytes - 20_000) / System.Text.Encoding.UTF8.GetByteCount(character);
        var sent = Widest.With("data", "{\"a\":\"" + string.Concat(Enumerable.Repeat(character, times)) + "\"}");
        var draft = sent.Parse(EventRules.MaxSubjectLength).Valid;
        var e = RecordedEvent.From(draft, draft.Id!, Timestamp.From(SentEvent.ReadAt), Timestamp.From(SentEvent.ReadAt));
        var attempt = new ClaimAttempt(Longest, Claim.For(draft, e, "nonce"), e);

        foreach (var row in (Row[])[attempt.ClaimRow, attempt.OutboxRow, EventRow.Write(EventKeys.Truth(Longest, e), e)])
            Assert.True((await store.WriteAsync(Tables.Events, [Write.Upsert(row)], TestContext.Current.CancellationToken)).Succeeded);
    }

    [Fact]
    public async Task The_row_of_a_full_cell_fits()
    {
        var store = new LimitedTableStore(_embedded);
        var events = Enumerable
            .Range(10, 20)
            .Select(i =>
            {
                var draft = Widest.WithText("id", i + Repeated("😀", EventRules.IdLength - 2)).Parse(EventRules.MaxSubjectLength).Valid;
                return RecordedEvent.From(draft, draft.Id!, new Timestamp(i), new Timestamp(i));
            })
            .ToList();
        var cell = Cell.Merge(null, events, TypeMeanings.None);

        var row = CellRow.Write(CellRow.Key(Longest, cell.Subject, cell.Source), cell);

        Assert.True((await store.WriteAsync(Tables.Cells, [Write.Add(row)], TestContext.Current.CancellationToken)).Succeeded);
    }

    [Fact]
    public async Task The_rows_of_a_full_group_of_incidents_fit()
    {
        var store = new LimitedTableStore(_embedded);
        using var incidents = new IncidentStore(store);
        var data = $$"""{"description":"{{Repeated("😀", 1_000)}}","status":"{{Repeated("😀", 60)}}"}""";
        var events = Enumerable
            .Range(100, 200)
            .Select(i =>
            {
                var draft = Widest
                    .WithText("id", i + Repeated("😀", EventRules.IdLength - 3))
                    .WithText("type", "incident" + Repeated("😀", EventRules.TypeLength - 8))
                    .With("data", data)
                    .Parse(EventRules.MaxSubjectLength)
                    .Valid;
                return RecordedEvent.From(draft, draft.Id!, new Timestamp(i), new Timestamp(i));
            });

        await incidents.DeriveAsync(Longest, events, IncidentRules.None);

        var rows = await store
            .ReadAllAsync(Tables.Incidents, RowRange.InPartition(Longest.Value, before: "k~~"), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200 + 1, rows.Count);
    }

    private static RowKey[] KeysOf(string? subject, string source, string id, Timestamp time)
    {
        var e = new RecordedEvent
        {
            Id = id,
            Source = source,
            Type = id,
            Subject = subject,
            Time = time,
            CreatedAt = time,
            Json = default,
        };
        return
        [
            EventKeys.Truth(Longest, e),
            EventKeys.Timeline(Longest, e),
            CellRow.Key(Longest, subject, source),
            EventTypes.Key(Longest, id),
            IncidentKeys.Group(Longest, GroupName.OfNumber(id)),
            IncidentKeys.Group(Longest, new GroupName(EventKind.Maintenance, null, subject, source)),
            IncidentKeys.Begun(Longest.Value, time, e.Hash),
            IncidentKeys.Open(Longest.Value, time, e.Hash),
            LedgerKeys.Claim(Longest, source, id),
            LedgerKeys.Outbox(Longest, time, e.Hash),
            LedgerKeys.Feed(Longest, new FeedSequence(time.Ticks)),
            LedgerKeys.Counter(Longest),
        ];
    }

    private static SentEvent Widest =>
        SentEvent
            .Smallest.WithText("id", Repeated("😀", EventRules.IdLength))
            .WithText("type", Repeated("😀", EventRules.TypeLength))
            .WithText("source", Repeated("😀", EventRules.SourceLength))
            .WithText("subject", Repeated("😀", EventRules.MaxSubjectLength))
            .WithText("version", Repeated("😀", EventRules.VersionLength))
            .WithText("severity", "CRITICAL");

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));
}
