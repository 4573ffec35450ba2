using System.Collections.Concurrent;
using System.Security.Cryptography;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>Records events: claims and completes them, then appends them to the feed and publishes them in the background.</summary>
internal sealed class EventRecorder(
    Claims claims,
    EventCompletion completion,
    Publisher publisher,
    ITableStore store,
    TimeProvider clock,
    Telemetry telemetry
)
{
    /// <summary>Maximum wait of an answer for derived rows once the event is durable.</summary>
    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Task, byte> _background = new();
    private readonly Lock _placing = new();
    private long _begun;
    private Timestamp _placedAt;
    private int _nextPlace;

    /// <summary>Number of record requests on this instance.</summary>
    public long Begun => Volatile.Read(ref _begun);

    /// <summary>Records events. Once claimed, an event is completed even if the caller disconnects.</summary>
    /// <returns>One outcome for each draft, in order.</returns>
    public async Task<IReadOnlyList<RecordOutcome>> RecordAsync(OrganizationId organization, IReadOnlyList<EventDraft> drafts)
    {
        using var activity = telemetry.Activities.StartActivity("record");
        activity?.SetTag("opstrails.events", drafts.Count);

        Interlocked.Increment(ref _begun);
        var now = clock.GetUtcNow();
        var place = PlaceAt(Timestamp.From(now), drafts.Count);
        var attempts = drafts.Select((draft, i) => Attempt(organization, draft, now, Math.Min(place + i, EventOrder.MaxPlace))).ToList();
        var results = await claims.AddAsync(organization, attempts);

        var won = attempts
            .Zip(results)
            .Where(pair => pair.Second is { Existing: null, Failure: null })
            .Select(pair => new OutboxEntry(pair.First.Event, pair.First.OutboxRow.Key, pair.Second.OutboxETag))
            .ToList();
        if (won.Count > 0)
            await CompleteWithinTimeoutAsync(organization, won);

        var outcomes = await Task.WhenAll(
            attempts
                .Zip(drafts, results)
                .Select(async item =>
                    item switch
                    {
                        (_, _, { Failure: { } failure }) => RecordOutcome.Unavailable(failure),
                        (var attempt, _, { Existing: null }) => RecordOutcome.Recorded(attempt.Event),
                        (var attempt, var draft, { Existing: { } existing }) => await RepeatAsync(
                            organization,
                            draft,
                            attempt.Claim,
                            existing
                        ),
                    }
                )
        );
        foreach (var outcome in outcomes)
            telemetry.EventReceived(NameOf(outcome.Kind));
        return outcomes;
    }

    /// <summary>Waits for the background work.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_background.IsEmpty)
            await Task.WhenAll(_background.Keys);
    }

    /// <summary>Requests of the same tick continue each other's places, so that they keep the order in which they arrived.</summary>
    private int PlaceAt(Timestamp now, int count)
    {
        lock (_placing)
        {
            var place = now == _placedAt ? _nextPlace : 0;
            (_placedAt, _nextPlace) = (now, Math.Min(place + count, EventOrder.MaxPlace));
            return place;
        }
    }

    private static ClaimAttempt Attempt(OrganizationId organization, EventDraft draft, DateTimeOffset now, int place)
    {
        var id = draft.Id ?? Guid.CreateVersion7(now).ToString();
        var recorded = RecordedEvent.From(draft, id, draft.Time.At(now), Timestamp.From(now), place);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new ClaimAttempt(organization, Claim.For(draft, recorded, nonce), recorded);
    }

    private async Task CompleteWithinTimeoutAsync(OrganizationId organization, List<OutboxEntry> entries)
    {
        var completed = completion.CompleteAsync(organization, [.. entries.Select(entry => entry.Event)]);
        var finished = FinishAsync(organization, entries, completed);
        _background[finished] = 0;
        _ = finished.ContinueWith(
            task => _background.TryRemove(task, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );

        // The claim is durable, so the answer is a success even if completion fails. FinishAsync logs the failure.
        await completed.WaitAsync(CompletionTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FinishAsync(OrganizationId organization, List<OutboxEntry> entries, Task completed)
    {
        var (_, appended) = await completion.FinishAsync(organization, entries, completed);
        await publisher.PublishAsync(organization, appended);
    }

    private async Task<RecordOutcome> RepeatAsync(OrganizationId organization, EventDraft draft, Claim attempted, Claim existing)
    {
        if (existing.Deleted is not null || !attempted.HasContentOf(existing))
            return RecordOutcome.Conflict(existing);
        try
        {
            var unfinished = await completion.FindUnfinishedAsync(organization, existing.CreatedAt, existing.Hash, CancellationToken.None);
            if (unfinished is not null)
                await CompleteWithinTimeoutAsync(organization, [unfinished]);
            var truth = unfinished is null
                ? await store.ReadAsync(Tables.Events, EventKeys.Truth(organization, existing), CancellationToken.None)
                : null;

            // If retention has deleted the event, rebuild it from the claim and the draft, which has the same content.
            return RecordOutcome.Repeated(
                unfinished?.Event
                    ?? (
                        truth is null
                            ? RecordedEvent.From(draft, existing.Id, existing.Time, existing.CreatedAt, existing.Place)
                            : EventRow.Read(truth)
                    )
            );
        }
        catch (StorageUnavailableException e)
        {
            return RecordOutcome.Unavailable(e);
        }
    }

    private static string NameOf(RecordOutcomeKind outcome) =>
        outcome switch
        {
            RecordOutcomeKind.Recorded => "recorded",
            RecordOutcomeKind.Repeated => "repeated",
            RecordOutcomeKind.Conflict => "conflict",
            _ => "unavailable",
        };
}
