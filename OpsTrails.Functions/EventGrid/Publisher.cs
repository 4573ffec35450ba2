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
/// Publishes events to the topic, at least once each: the outbox row goes only when the topic has the event, or has refused it for good. Nobody's
/// answer waits for any of it.
/// </summary>
internal sealed partial class Publisher
{
    // What is waiting beyond this is in the outbox all the same, and the sweep publishes it.
    private const int MostWaiting = 10_000;
    private const long MostBytesWaiting = 32 * 1024 * 1024;

    private readonly Topic _topic;
    private readonly TopicCircuitBreaker _gate;
    private readonly PoisonStore _poison;
    private readonly OutboxStore _journal;
    private readonly Telemetry _telemetry;
    private readonly ILogger<Publisher> _logger;
    private readonly Coalescer<OrganizationId, OutboxEntry, bool> _coalescer;
    private int _waiting;
    private long _bytesWaiting;

    public Publisher(
        Topic topic,
        TopicCircuitBreaker gate,
        PoisonStore poison,
        OutboxStore outbox,
        Telemetry telemetry,
        ILogger<Publisher> logger
    )
    {
        (_topic, _gate, _poison, _journal, _telemetry, _logger) = (topic, gate, poison, outbox, telemetry, logger);
        _coalescer = new(FlushAsync, TopicBatch.MaxEvents, TopicBatch.MaxBytes, BytesOf);
    }

    /// <summary>Whether there is a topic, so that events wait in the outbox until it has them.</summary>
    public bool IsOn => _topic.IsConfigured;

    /// <summary>Publishes events that were recorded just now, with all others that wait. What cannot be is left to the sweep.</summary>
    public async Task PublishAsync(OrganizationId organization, IReadOnlyList<OutboxEntry> entries)
    {
        if (!IsOn || entries.Count == 0 || !_gate.IsOpen)
            return;
        var bytes = entries.Sum(entry => (long)BytesOf(entry));
        var fits = Interlocked.Add(ref _waiting, entries.Count) <= MostWaiting;
        fits &= Interlocked.Add(ref _bytesWaiting, bytes) <= MostBytesWaiting;
        try
        {
            if (fits)
                await _coalescer.AddAsync(organization, entries);
        }
#pragma warning disable CA1031 // Nobody waits for this: what it cannot do must not go unsaid.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LeftInJournal(_logger, e, entries.Count);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -entries.Count);
            Interlocked.Add(ref _bytesWaiting, -bytes);
        }
    }

    /// <summary>What a round of the sweep begins with.</summary>
    public TopicProbe Probe() => new(IsOn && _gate.MayProbe);

    /// <summary>Publishes events in as few requests as can be, and stops at the first that says later.</summary>
    /// <returns>What the topic has not got.</returns>
    public async Task<IReadOnlyList<OutboxEntry>> DeliverAsync(OrganizationId organization, IReadOnlyList<OutboxEntry> entries)
    {
        var done = new HashSet<RowKey>();
        var rendered = new List<(OutboxEntry Entry, byte[] Json)>(entries.Count);
        foreach (var entry in entries)
        {
            var (json, fault) = Render(organization, entry.Event);
            if (json is not null)
            {
                rendered.Add((entry, json));
                continue;
            }
            await PoisonAsync(organization, entry, fault!);
            await _journal.DeleteAsync([entry]);
            done.Add(entry.Key);
        }
        foreach (var batch in TopicBatch.Split(rendered, e => e.Json.Length))
        {
            var sent = await Halving.SendAsync(batch, SendAsync);
            foreach (var (refused, answer) in sent.Refused)
                await PoisonAsync(organization, refused.Entry, answer);
            List<OutboxEntry> answered = [.. sent.Delivered.Concat(sent.Refused.Select(refused => refused.Event)).Select(e => e.Entry)];
            await _journal.DeleteAsync(answered);
            done.UnionWith(answered.Select(entry => entry.Key));
            if (sent.Left.Count > 0)
                break;
        }
        return [.. entries.Where(entry => !done.Contains(entry.Key))];
    }

    /// <summary>Sends one event that was refused before.</summary>
    public async Task<TopicAnswer> SendAgainAsync(OrganizationId organization, PoisonedEvent poisoned)
    {
        var (json, fault) = Render(organization, poisoned.Event);
        return json is null ? fault! : await SendAsync([(new OutboxEntry(poisoned.Event, default, null), json)]);
    }

    private static int BytesOf(OutboxEntry entry) => entry.Event.Json.Length + 64;

    private async Task FlushAsync(OrganizationId organization, IReadOnlyList<Pending<OutboxEntry, bool>> pending)
    {
        // Others may have found out meanwhile that the topic takes nothing.
        if (_gate.IsOpen)
            await DeliverAsync(organization, [.. pending.Select(p => p.Item).DistinctBy(entry => entry.Key)]);
        foreach (var p in pending)
            p.Complete(true);
    }

    private async Task<TopicAnswer> SendAsync(IReadOnlyList<(OutboxEntry Entry, byte[] Json)> batch)
    {
        var answer = await _topic.SendAsync([.. batch.Select(e => e.Json)]);
        var changed = _gate.Note(answer);
        _telemetry.Published(answer.Verdict, batch.Count);
        if (changed && answer.Verdict == TopicVerdict.Later)
            Log.BacksOff(_logger, answer.Summary);
        else if (changed)
            Log.DeliversAgain(_logger);
        return answer;
    }

    /// <summary>What cannot be written is as if it had been refused: waiting would not change it.</summary>
    private static (byte[]? Json, TopicAnswer? Refused) Render(OrganizationId organization, RecordedEvent e)
    {
        try
        {
            return (TopicEvent.Write(e, organization), null);
        }
        catch (JsonException broken)
        {
            return (null, new TopicAnswer(StatusCodes.Status400BadRequest, "The event as it was kept is no JSON: " + broken.Message));
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
            "The topic takes no events: {Summary}; they wait in the journal, and the sweep will ask again"
        )]
        public static partial void BacksOff(ILogger logger, string summary);

        [LoggerMessage(4102, LogLevel.Information, "The topic takes events again")]
        public static partial void DeliversAgain(ILogger logger);

        [LoggerMessage(
            4103,
            LogLevel.Error,
            "The topic refused the event {Hash}: {Summary}; it is kept with the reason, see GET /api/v1/poison"
        )]
        public static partial void Refused(ILogger logger, string hash, string summary);

        [LoggerMessage(4104, LogLevel.Warning, "{Count} events may not have been published; the sweep will do it")]
        public static partial void LeftInJournal(ILogger logger, Exception e, int count);
    }
}
