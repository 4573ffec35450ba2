using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>One sweep of one organization, page by page. Nothing that fails stops what comes after it.</summary>
internal sealed partial class SweepWork(
    OrganizationId organization,
    EventCompletion recording,
    Publisher publisher,
    TopicProbe topic,
    ILogger logger
)
{
    private const int EventsAtOnce = 100;
    private const int MostFailures = 3;

    private int _failures;

    public SweepResult Result { get; private set; } = SweepResult.Nothing;

    /// <summary>Whether the store fails so often that going on would only add to its load.</summary>
    public bool IsHopeless => _failures >= MostFailures;

    /// <summary>Whether there is something to do about a row now.</summary>
    public bool Concerns(Row row) => topic.Publishes || OutboxEntry.IsRecording(row);

    /// <summary>Passes over rows that are others' to do, or nobody's now.</summary>
    public SweepResult Leave(IEnumerable<Row> rows)
    {
        Result = Result with { Left = rows.Aggregate(Result.Left, (left, row) => left.With(row)) };
        return Result;
    }

    public async Task DoAsync(IReadOnlyList<Row> rows)
    {
        var (recorded, waiting, left) = (new List<OutboxEntry>(), new List<OutboxEntry>(), Result.Left);
        foreach (var row in rows)
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
        Result = new SweepResult(Result.Found + rows.Count, Result.Done + done, left);
    }

    private async Task<(IReadOnlyList<OutboxEntry> Finished, IReadOnlyList<OutboxEntry> Unfinished)> FinishAsync(OutboxEntry[] entries)
    {
        var (result, appended) = await recording.FinishAsync(organization, entries);
        if (result == FinishResult.Done)
            return (MineOf(entries, appended), []);
        if (result == FinishResult.StorageUnavailable)
            _failures++;
        if (result == FinishResult.StorageUnavailable || entries.Length == 1)
            return ([], entries);

        // One event that cannot be completed must not hold up the others.
        var (finished, unfinished) = (new List<OutboxEntry>(), new List<OutboxEntry>());
        foreach (var entry in entries)
        {
            var (alone, mine) = await recording.FinishAsync(organization, [entry]);
            if (alone == FinishResult.Done)
                finished.AddRange(MineOf([entry], mine));
            else
                unfinished.Add(entry);
        }
        return (finished, unfinished);
    }

    /// <summary>What somebody else took on to the next stage is published by them, or by the next sweep.</summary>
    private IReadOnlyList<OutboxEntry> MineOf(IReadOnlyList<OutboxEntry> finished, IReadOnlyList<OutboxEntry> appended) =>
        publisher.IsOn ? appended : finished;

    /// <returns>What the topic has not got.</returns>
    private async Task<IReadOnlyList<OutboxEntry>> PublishAsync(List<OutboxEntry> entries)
    {
        try
        {
            var left = await publisher.DeliverAsync(organization, entries);
            if (left.Count > 0)
                topic.Stop();
            return left;
        }
#pragma warning disable CA1031 // Whatever it is about this page, there are others.
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
        [LoggerMessage(2103, LogLevel.Error, "The journal row {Key} is broken and is left where it is")]
        public static partial void Broken(ILogger logger, Exception e, string key);

        [LoggerMessage(2104, LogLevel.Warning, "{Count} events may not have been published; the next sweep will do it")]
        public static partial void NotPublished(ILogger logger, Exception e, int count);
    }
}
