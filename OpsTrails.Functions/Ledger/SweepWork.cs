using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>One sweep of one organization, page by page. A failure doesn't stop the work after it.</summary>
internal sealed partial class SweepWork(
    OrganizationId organization,
    EventCompletion completion,
    SweepDeletions deletions,
    Publisher publisher,
    TopicProbe topic,
    ILogger logger
)
{
    private const int EventsAtOnce = 100;
    private const int MaxFailures = 3;

    private int _failures;

    public SweepResult Result { get; private set; } = SweepResult.Nothing;

    /// <summary>The store fails so often that more requests would only add to its load.</summary>
    public bool HasFailedTooOften => _failures >= MaxFailures;

    public bool HasWorkFor(Row row) =>
        DeletionEntry.IsDeleting(row) ? deletions.HasWorkFor(row) : topic.Publishes || OutboxEntry.IsRecording(row);

    /// <summary>Counts rows as backlog without working on them.</summary>
    public SweepResult Leave(IEnumerable<Row> rows)
    {
        Result = Result with { Left = rows.Aggregate(Result.Left, (left, row) => left.With(row)) };
        return Result;
    }

    public async Task DoAsync(IReadOnlyList<Row> rows)
    {
        var (recorded, waiting, left) = (new List<OutboxEntry>(), new List<OutboxEntry>(), Result.Left);
        foreach (var row in rows.Where(row => !DeletionEntry.IsDeleting(row)))
        {
            if (Read(row) is { } entry)
                (OutboxEntry.IsRecording(row) ? recorded : waiting).Add(entry);
            else
                left = left.With(row);
        }

        var done = 0;
        foreach (var entries in recorded.Chunk(EventsAtOnce))
        {
            var (finished, unfinished) = await FinishAsync(entries);
            left = unfinished.Aggregate(left, (sum, entry) => sum.With(isRecording: true, entry.Event.CreatedAt));
            if (publisher.IsOn)
                waiting.AddRange(finished);
            else
                done += finished.Count;
        }

        var unpublished = topic.Publishes ? await PublishAsync(waiting) : waiting;
        done += waiting.Count - unpublished.Count;
        left = unpublished.Aggregate(left, (sum, entry) => sum.With(isRecording: false, entry.Event.CreatedAt));

        var found = rows.Count;
        foreach (var row in rows.Where(DeletionEntry.IsDeleting))
        {
            if (!deletions.HasWorkFor(row))
                found--;
            var result = await deletions.DoAsync(row);
            if (result == FinishResult.StorageUnavailable)
                _failures++;
            if (result != FinishResult.Done)
                left = left.With(row);
        }
        Result = new SweepResult(Result.Found + found, Result.Done + done, left);
    }

    private async Task<(IReadOnlyList<OutboxEntry> Finished, IReadOnlyList<OutboxEntry> Unfinished)> FinishAsync(OutboxEntry[] entries)
    {
        var (result, appended) = await completion.FinishAsync(organization, entries);
        if (result == FinishResult.Done)
            return (OwnOf(entries, appended), []);
        if (result == FinishResult.StorageUnavailable)
            _failures++;
        if (result == FinishResult.StorageUnavailable || entries.Length == 1)
            return ([], entries);

        // One broken event must not hold up the others, so complete them one by one.
        var (finished, unfinished) = (new List<OutboxEntry>(), new List<OutboxEntry>());
        foreach (var entry in entries)
        {
            var (alone, own) = await completion.FinishAsync(organization, [entry]);
            if (alone == FinishResult.Done)
                finished.AddRange(OwnOf([entry], own));
            else
                unfinished.Add(entry);
        }
        return (finished, unfinished);
    }

    /// <summary>Entries that another instance appended to the feed are published by that instance, or by the next sweep.</summary>
    private IReadOnlyList<OutboxEntry> OwnOf(IReadOnlyList<OutboxEntry> finished, IReadOnlyList<OutboxEntry> appended) =>
        publisher.IsOn ? appended : finished;

    /// <returns>Entries that were not delivered.</returns>
    private async Task<IReadOnlyList<OutboxEntry>> PublishAsync(List<OutboxEntry> entries)
    {
        try
        {
            var left = await publisher.DeliverAsync(organization, entries);
            if (left.Count > 0)
                topic.Stop();
            return left;
        }
#pragma warning disable CA1031 // A failure of this page must not stop the next ones.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failures += e is StorageUnavailableException ? 1 : 0;
            Log.NotPublished(logger, e, entries.Count);
            return entries;
        }
    }

    private OutboxEntry? Read(Row row)
    {
        try
        {
            return OutboxEntry.Read(row);
        }
        catch (InvalidDataException e)
        {
            Log.Broken(logger, e, row.Key.Row);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2103, LogLevel.Error, "The outbox entry {Key} is broken. The sweep skips it")]
        public static partial void Broken(ILogger logger, Exception e, string key);

        [LoggerMessage(2104, LogLevel.Warning, "{Count} events may be unpublished. The next sweep publishes them")]
        public static partial void NotPublished(ILogger logger, Exception e, int count);
    }
}
