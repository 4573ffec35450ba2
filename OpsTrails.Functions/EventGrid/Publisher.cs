using System.Text.Json;
using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.EventGrid;

/// <summary>
/// Publishes events to the topic, at least once each: an outbox entry is deleted only after the topic has accepted the event or rejected it
/// for good. No request waits for it.
/// </summary>
internal sealed partial class Publisher
{
    // Beyond these limits events stay in the outbox, and the sweep publishes them.
    private const int MaxWaiting = 10_000;
    private const long MaxBytesWaiting = 32 * 1024 * 1024;

    private readonly Topic _topic;
    private readonly TopicCircuitBreaker _breaker;
    private readonly PoisonStore _poison;
    private readonly OutboxStore _outbox;
    private readonly Telemetry _telemetry;
    private readonly ILogger<Publisher> _logger;
    private readonly Coalescer<OrganizationId, OutboxEntry, bool> _coalescer;
    private int _waiting;
    private long _bytesWaiting;

    public Publisher(
        Topic topic,
        TopicCircuitBreaker breaker,
        PoisonStore poison,
        OutboxStore outbox,
        Telemetry telemetry,
        ILogger<Publisher> logger
    )
    {
        (_topic, _breaker, _poison, _outbox, _telemetry, _logger) = (topic, breaker, poison, outbox, telemetry, logger);
        _coalescer = new(FlushAsync, TopicBatch.MaxEvents, TopicBatch.MaxBytes, BytesOf);
    }

    /// <summary>Whether there is a topic.</summary>
    public bool IsOn => _topic.IsConfigured;

    /// <summary>Publishes new events, together with others that are waiting. The sweep publishes those that fail.</summary>
    public async Task PublishAsync(OrganizationId organization, IReadOnlyList<OutboxEntry> entries)
    {
        if (!IsOn || entries.Count == 0 || !_breaker.IsClosed)
            return;
        var bytes = entries.Sum(entry => (long)BytesOf(entry));
        var fits = Interlocked.Add(ref _waiting, entries.Count) <= MaxWaiting;
        fits &= Interlocked.Add(ref _bytesWaiting, bytes) <= MaxBytesWaiting;
        try
        {
            if (fits)
                await _coalescer.AddAsync(organization, entries);
        }
#pragma warning disable CA1031 // No caller awaits this task, so log every failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LeftInOutbox(_logger, e, entries.Count);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -entries.Count);
            Interlocked.Add(ref _bytesWaiting, -bytes);
        }
    }

    /// <summary>Starts a run of the sweep, which may publish while the circuit breaker is open.</summary>
    public TopicProbe Probe() => new(IsOn && _breaker.MayProbe);

    /// <summary>Publishes events in as few requests as possible. Stops at the first request that must be retried later.</summary>
    /// <returns>Entries that were not delivered.</returns>
    public async Task<IReadOnlyList<OutboxEntry>> DeliverAsync(OrganizationId organization, IReadOnlyList<OutboxEntry> entries)
    {
        var done = new HashSet<RowKey>();
        var rendered = new List<(OutboxEntry Entry, byte[] Json)>(entries.Count);
        foreach (var entry in entries)
        {
            var (json, error) = Render(organization, entry.Event);
            if (json is not null)
            {
                rendered.Add((entry, json));
                continue;
            }
            await PoisonAsync(organization, entry, error!);
            await _outbox.DeleteAsync([entry]);
            done.Add(entry.Key);
        }
        foreach (var batch in TopicBatch.Split(rendered, e => e.Json.Length))
        {
            var sent = await Halving.SendAsync(batch, SendAsync);
            foreach (var (refused, answer) in sent.Refused)
                await PoisonAsync(organization, refused.Entry, answer);
            List<OutboxEntry> answered = [.. sent.Delivered.Concat(sent.Refused.Select(refused => refused.Event)).Select(e => e.Entry)];
            await _outbox.DeleteAsync(answered);
            done.UnionWith(answered.Select(entry => entry.Key));
            if (sent.Left.Count > 0)
                break;
        }
        return [.. entries.Where(entry => !done.Contains(entry.Key))];
    }

    /// <summary>Sends an event that was rejected before.</summary>
    public async Task<TopicAnswer> SendAgainAsync(OrganizationId organization, PoisonedEvent poisoned)
    {
        var (json, error) = Render(organization, poisoned.Event);
        return json is null ? error! : await SendAsync([(new OutboxEntry(poisoned.Event, default, null), json)]);
    }

    private static int BytesOf(OutboxEntry entry) => entry.Event.Json.Length + 64;

    private async Task FlushAsync(OrganizationId organization, IReadOnlyList<Pending<OutboxEntry, bool>> pending)
    {
        // The circuit breaker may have opened while the events waited.
        if (_breaker.IsClosed)
            await DeliverAsync(organization, [.. pending.Select(p => p.Item).DistinctBy(entry => entry.Key)]);
        foreach (var p in pending)
            p.Complete(true);
    }

    private async Task<TopicAnswer> SendAsync(IReadOnlyList<(OutboxEntry Entry, byte[] Json)> batch)
    {
        var answer = await _topic.SendAsync([.. batch.Select(e => e.Json)]);
        var changed = _breaker.Record(answer);
        _telemetry.Published(answer.Verdict, batch.Count);
        if (changed && answer.Verdict == TopicVerdict.Later)
            Log.BacksOff(_logger, answer.Summary);
        else if (changed)
            Log.DeliversAgain(_logger);
        return answer;
    }

    /// <summary>A broken event counts as rejected, because a retry would not help.</summary>
    private static (byte[]? Json, TopicAnswer? Refused) Render(OrganizationId organization, RecordedEvent e)
    {
        try
        {
            return (TopicEvent.Write(e, organization), null);
        }
        catch (JsonException broken)
        {
            return (null, new TopicAnswer(StatusCodes.Status400BadRequest, "The stored event is not valid JSON: " + broken.Message));
        }
    }

    private async Task PoisonAsync(OrganizationId organization, OutboxEntry entry, TopicAnswer answer)
    {
        await _poison.KeepAsync(organization, entry.Event, answer);
        _telemetry.Poisoned();
        Log.Refused(_logger, entry.Event.Hash, answer.Summary);
    }

    private static partial class Log
    {
        [LoggerMessage(
            4101,
            LogLevel.Warning,
            "The topic does not accept events: {Summary}. They wait in the outbox, and the sweep tries again"
        )]
        public static partial void BacksOff(ILogger logger, string summary);

        [LoggerMessage(4102, LogLevel.Information, "The topic accepts events again")]
        public static partial void DeliversAgain(ILogger logger);

        [LoggerMessage(4103, LogLevel.Error, "The topic rejected the event {Hash}: {Summary}. See GET /api/v1/poison")]
        public static partial void Refused(ILogger logger, string hash, string summary);

        [LoggerMessage(4104, LogLevel.Warning, "{Count} events may be unpublished. The sweep publishes them")]
        public static partial void LeftInOutbox(ILogger logger, Exception e, int count);
    }
}
