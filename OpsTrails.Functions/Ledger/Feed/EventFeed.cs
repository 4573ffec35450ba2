using System.Collections.Concurrent;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// The last step of recording: assigns the event its sequence in the feed. The counter, feed rows and outbox entries change in one
/// transaction. So an event enters the feed exactly once and the sequence has no gaps, even when many instances append at once.
/// </summary>
internal sealed partial class EventFeed
{
    // The counter, and a feed row and an outbox entry per event.
    private const int EventsPerTransaction = (TableLimits.WritesPerTransaction - 1) / 2;
    private const int MaxAttempts = 32;

    /// <summary>For the counter and the marks of days.</summary>
    private const int OtherBytes = 64 * 1024;

    private readonly ITableStore _store;
    private readonly FeedSignal _signal;
    private readonly bool _publishes;
    private readonly Action<OrganizationId, OutboxEntry> _publish;
    private readonly TimeProvider _clock;
    private readonly FeedSearch _search;
    private readonly Coalescer<OrganizationId, OutboxEntry, bool> _coalescer;
    private readonly ConcurrentDictionary<OrganizationId, Counter> _counters = new();

    /// <param name="store">The store.</param>
    /// <param name="signal">Notifies the readers in this process.</param>
    /// <param name="publishes">Whether there is a topic.</param>
    /// <param name="publish">Publishes a notice in the background.</param>
    /// <param name="clock">Tells which days have ended.</param>
    public EventFeed(
        ITableStore store,
        FeedSignal signal,
        bool publishes,
        Action<OrganizationId, OutboxEntry>? publish = null,
        TimeProvider? clock = null
    )
    {
        (_store, _signal, _publishes, _publish) = (store, signal, publishes, publish ?? ((_, _) => { }));
        _clock = clock ?? TimeProvider.System;
        _search = new FeedSearch(store);
        _coalescer = new(FlushAsync, EventsPerTransaction, TableLimits.BytesPerTransaction - OtherBytes, BytesOf);
    }

    /// <summary>
    /// Appends completed events to the feed. Their outbox entries are deleted, or move to the stage <c>publish</c> if there is a topic.
    /// </summary>
    /// <returns>For each event whether this call appended it.</returns>
    /// <exception cref="StorageUnavailableException">
    /// The outcome is unknown. The outbox still has the events that aren't appended.
    /// </exception>
    public Task<bool[]> AppendAsync(OrganizationId organization, IEnumerable<OutboxEntry> entries) =>
        _coalescer.AddAsync(organization, entries);

    /// <summary>Counts the events of senders since the feed began, including those that have been deleted since.</summary>
    public async ValueTask<long> CountRecordedAsync(OrganizationId organization, CancellationToken cancel) =>
        await _store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), cancel) is { } row ? Counter.Read(row).Recorded : 0;

    /// <summary>The sequence of the newest entry, or zero.</summary>
    public async ValueTask<FeedSequence> FindHeadAsync(OrganizationId organization, CancellationToken cancel) =>
        LedgerKeys.ReadCounter(await _store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), cancel));

    /// <summary>An upper bound for the feed row and the changed outbox entry.</summary>
    private int BytesOf(OutboxEntry entry) => (16 * 1024 + entry.Event.Json.Length / 3 * 4) * (_publishes ? 2 : 1);

    private async Task FlushAsync(OrganizationId organization, IReadOnlyList<Pending<OutboxEntry, bool>> pending)
    {
        var open = pending.Select(p => p.Item).DistinctBy(entry => entry.Key.Row).ToList();
        var appended = new HashSet<RowKey>();
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts)
                throw new StorageUnavailableException($"The feed refused {MaxAttempts} transactions in a row.");

            open = await ReadMissingETagsAsync(open);
            if (open.Count == 0)
                break;

            var counter = await TakeCounterAsync(organization);
            var (some, stale) = TakeFitting(open);
            var result = await _store.WriteAsync(Tables.Ledger, Transaction(organization, counter, some, stale), CancellationToken.None);
            if (result.Succeeded)
            {
                _counters[organization] = counter.Next(some.Count, result.ETags[0], DemoOf(some));
                appended.UnionWith(some.Select(entry => entry.Key));
                _signal.Notify(organization, counter.Head + some.Count);
                open.RemoveRange(0, some.Count);
                attempt = 0;
                continue;
            }

            // A changed counter means that another instance appended, or an earlier try of this transaction. Outbox entries then show
            // which.
            if (result.FailedIndex != 0)
                open = [.. open.Select(entry => entry with { ETag = null })];
        }

        foreach (var p in pending)
            p.Complete(appended.Remove(p.Item.Key));
    }

    private static int DemoOf(List<OutboxEntry> entries) => entries.Count(entry => entry.Event.IsDemo);

    /// <summary>
    /// Events of ended days mark these days. The marks of one day fit beside as many events as come here at once; those of several days
    /// may leave some events for the next transaction.
    /// </summary>
    private (List<OutboxEntry> Entries, HashSet<long> StaleDays) TakeFitting(List<OutboxEntry> open)
    {
        var (entries, stale) = (new List<OutboxEntry>(open.Count), new HashSet<long>());
        foreach (var entry in open)
        {
            var isStale = HasEnded(entry.Event.Time) && !stale.Contains(entry.Event.Time.Day);
            if (1 + 2 * (entries.Count + 1) + stale.Count + (isStale ? 1 : 0) > TableLimits.WritesPerTransaction)
                break;
            entries.Add(entry);
            if (isStale)
                stale.Add(entry.Event.Time.Day);
        }
        return (entries, stale);
    }

    private bool HasEnded(Timestamp time) => time.Day < Timestamp.From(_clock.GetUtcNow()).Day;

    private static Write MarkStale(OrganizationId organization, long day) => Write.Upsert(new Row(LedgerKeys.StaleDay(organization, day)));

    private List<Write> Transaction(OrganizationId organization, Counter counter, List<OutboxEntry> entries, HashSet<long> staleDays)
    {
        var writes = new List<Write>(TableLimits.WritesPerTransaction) { counter.WriteNext(organization, entries.Count, DemoOf(entries)) };
        for (var i = 0; i < entries.Count; i++)
        {
            writes.Add(Write.Add(FeedRow.Write(organization, counter.Head.Next() + i, entries[i].Event)));
            writes.Add(
                _publishes
                    ? Write.Replace(entries[i].WriteForPublishing(), entries[i].ETag!)
                    : Write.Delete(entries[i].Key, entries[i].ETag)
            );
        }
        writes.AddRange(staleDays.Select(day => MarkStale(organization, day)));
        return writes;
    }

    /// <summary>Reads missing ETags. Drops entries that have left the outbox or its first stage: those events are in the feed.</summary>
    private async Task<List<OutboxEntry>> ReadMissingETagsAsync(List<OutboxEntry> entries)
    {
        if (entries.All(entry => entry.ETag is not null))
            return entries;
        var rows = await Task.WhenAll(
            entries.Select(async entry =>
                entry.ETag is null
                    ? entry with
                    {
                        ETag =
                            await _store.ReadAsync(Tables.Ledger, entry.Key, CancellationToken.None) is { } row
                            && OutboxEntry.IsRecording(row)
                                ? row.ETag
                                : null,
                    }
                    : entry
            )
        );
        return [.. rows.Where(entry => entry.ETag is not null)];
    }

    private async ValueTask<Counter> TakeCounterAsync(OrganizationId organization) =>
        _counters.TryRemove(organization, out var known) ? known : await ReadCounterAsync(organization);

    private async Task<Counter> ReadCounterAsync(OrganizationId organization)
    {
        var row = await _store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), CancellationToken.None);
        return row is null ? Counter.None : Counter.Read(row);
    }

    /// <param name="Head">The sequence of the newest entry.</param>
    /// <param name="Others">How many entries were never events of a sender: the demo, deletions and resets.</param>
    /// <param name="ETag">Null if there is no row yet.</param>
    private sealed record Counter(FeedSequence Head, long Others, string? ETag)
    {
        public static readonly Counter None = new(FeedSequence.Zero, 0, null);

        public static Counter Read(Row row) => new(LedgerKeys.ReadCounter(row), row.Number("Others") ?? 0, row.ETag);

        public long Recorded => Head.Number - Others;

        public Counter Next(int entries, string? etag, int others = 0) => new(Head + entries, Others + others, etag);

        public Write WriteNext(OrganizationId organization, int entries, int others = 0)
        {
            var row = new Row(LedgerKeys.Counter(organization))
            {
                ["Value"] = (Head + entries).Number,
                ["Others"] = Others + others == 0 ? null : Others + others,
            };
            return ETag is { } etag ? Write.Replace(row, etag) : Write.Add(row);
        }
    }
}
