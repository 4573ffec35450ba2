using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Retention;

/// <summary>
/// Runs retention over all organizations, one run at a time within a process, for a few minutes at most. Organizations take turns of one
/// page, so that one with many old events doesn't delay the others. The next run continues.
/// </summary>
internal sealed partial class RetentionRuns(
    Installation installation,
    RetentionWork work,
    ClockTrust trust,
    TimeProvider clock,
    Telemetry telemetry,
    ILogger<RetentionRuns> logger
) : IDisposable
{
    /// <summary>Below the time limit of a timer function.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _running = new(1, 1);

    /// <summary>Number of runs that ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Deletes old events, unless a run is in progress.</summary>
    /// <returns>Whether the run succeeded. A skipped run did.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        if (!await _running.WaitAsync(TimeSpan.Zero, cancel))
            return true;
        try
        {
            return await RunOverAllAsync(cancel);
        }
        finally
        {
            _running.Release();
            Ended++;
        }
    }

    public void Dispose() => _running.Dispose();

    private async Task<bool> RunOverAllAsync(CancellationToken cancel)
    {
        if (!await trust.IsTrustedAsync(cancel))
            return true;
        var (now, started, succeeded) = (clock.GetUtcNow(), clock.GetTimestamp(), true);
        var runs = (await installation.ListAsync(cancel)).Select(organization => new OrganizationRun(organization, work, now)).ToList();
        var open = new Queue<OrganizationRun>(runs);
        try
        {
            while (clock.GetElapsedTime(started) < MaxTime && open.TryDequeue(out var run))
            {
                if (await TakeTurnAsync(run, cancel) is not { } isMore)
                    succeeded = false;
                else if (isMore)
                    open.Enqueue(run);
            }
        }
        finally
        {
            foreach (var run in runs)
                await EndAsync(run);
        }
        return succeeded;
    }

    /// <returns>Whether another turn is needed; null when this one failed.</returns>
    private async Task<bool?> TakeTurnAsync(OrganizationRun run, CancellationToken cancel)
    {
        var before = run.Events;
        try
        {
            var isMore = await run.TakeTurnAsync(cancel);
            telemetry.RetentionDeleted.Add(run.Events - before);
            return isMore;
        }
#pragma warning disable CA1031 // A failure of one organization must not stop the others.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, run.Organization.Value);
            return null;
        }
    }

    private async Task EndAsync(OrganizationRun run)
    {
        await run.DisposeAsync();
        if (run.Events + run.Feed + run.Refused > 0)
            Log.Deleted(
                logger,
                run.Events,
                run.Feed,
                run.Refused,
                run.Organization.Value,
                run.Before,
                run.IsMore ? "The next run continues" : "Nothing is left"
            );
    }

    private static partial class Log
    {
        [LoggerMessage(
            2201,
            LogLevel.Information,
            "Retention deleted {Events} events, {Feed} feed rows and {Refused} rejected events of {Organization} before {Before:O}. {Rest}"
        )]
        public static partial void Deleted(
            ILogger logger,
            int events,
            int feed,
            int refused,
            string organization,
            DateTimeOffset before,
            string rest
        );

        [LoggerMessage(2202, LogLevel.Warning, "Retention of {Organization} failed. The next run tries again")]
        public static partial void Failed(ILogger logger, Exception e, string organization);
    }
}
