using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Sweeps all organizations, one run at a time within a process. The standalone program skips every other run while there is nothing to do.
/// Under a Functions host every run sweeps, because the instance doesn't know what other instances record.
/// </summary>
internal sealed partial class SweepRuns : IDisposable
{
    /// <summary>Organizations are created rarely. The first sweep of a new one may come this much later.</summary>
    private static readonly TimeSpan ListTtl = TimeSpan.FromMinutes(10);

    /// <summary>A run's backlog is reported for two intervals, because every other run may be skipped, and this much longer.</summary>
    private static readonly TimeSpan ReportedFor = TimeSpan.FromMinutes(5);

    /// <summary>Without a run for this long, the timers of a Functions host count as stopped.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(5);

    private readonly Sweep _sweep;
    private readonly FeedRetention _feedRetention;
    private readonly ClockTrust _trust;
    private readonly EventRecorder _recorder;
    private readonly Publisher _publisher;
    private readonly Installation _installation;
    private readonly LastSweep _lastSweep;
    private readonly FunctionsHost _host;
    private readonly SweepOptions _options;
    private readonly TimeProvider _clock;
    private readonly Telemetry _telemetry;
    private readonly ILogger<SweepRuns> _logger;
    private readonly long _startedAt;
    private readonly bool _isEmbedded;
    private readonly SemaphoreSlim _running = new(1, 1);
    private IReadOnlyList<OrganizationId> _organizations = [];
    private long? _listedAt;
    private long _begunBefore = -1;
    private bool _isQuiet;
    private volatile LastRun? _last;

    public SweepRuns(
        Sweep sweep,
        FeedRetention feedRetention,
        ClockTrust trust,
        EventRecorder recorder,
        Publisher publisher,
        Installation installation,
        LastSweep lastSweep,
        FunctionsHost host,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock,
        Telemetry telemetry,
        ILogger<SweepRuns> logger
    )
    {
        (_sweep, _feedRetention, _trust, _recorder) = (sweep, feedRetention, trust, recorder);
        (_publisher, _installation) = (publisher, installation);
        (_lastSweep, _host, _options, _clock, _telemetry, _logger) = (lastSweep, host, options.Value.Sweep, clock, telemetry, logger);
        _startedAt = clock.GetTimestamp();
        _isEmbedded = StorageFeature.IsEmbedded(options.Value.Storage);
        telemetry.ObserveSweep(() => RecentBacklog() is { } left ? (left.Record, left.Publish, left.LagSeconds(clock.GetUtcNow())) : null);
    }

    /// <summary>Number of runs that ended, including skipped ones.</summary>
    public long Ended { get; private set; }

    /// <summary>Sweeps once. The standalone program skips the run while another one is in progress, or if nothing was recorded.</summary>
    /// <returns>Whether the run succeeded. A skipped run did.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        // A timer's run waits for the one in progress. A loop just comes again.
        if (!await _running.WaitAsync(_host.IsPresent ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancel))
            return true;
        try
        {
            var begun = _recorder.Begun;
            if (_isQuiet && begun == _begunBefore && !_host.IsPresent)
            {
                _isQuiet = false;
                return true;
            }
            var (found, succeeded, left) = await SweepAllAsync(cancel);
            _isQuiet = found == 0 && succeeded && !IsWork(left) && begun == _begunBefore;
            _begunBefore = begun;
            var run = new SweepRun(_clock.GetUtcNow(), succeeded);
            _last = new LastRun(run, left, _clock.GetTimestamp());
            if (_host.IsPresent)
                await _lastSweep.WriteAsync(run, cancel);
            return succeeded;
        }
        finally
        {
            _running.Release();
            Ended++;
        }
    }

    /// <summary>Sweeps if no run has ended on any instance for a while, so the timers of the Functions host have stopped.</summary>
    /// <returns>Whether a run was overdue.</returns>
    public async Task<bool> RunIfOverdueAsync(CancellationToken cancel)
    {
        var last = await _lastSweep.ReadAsync(cancel);
        // The time of a run on another instance. One that is later than now says nothing.
        var since = last is null ? _clock.GetElapsedTime(_startedAt) : (_clock.GetUtcNow() - last.EndedAt).Duration();
        if (since < OverdueAfter)
            return false;
        if (!await _running.WaitAsync(TimeSpan.Zero, cancel))
            return false;
        try
        {
            Log.Overdue(_logger, OverdueAfter.TotalMinutes);
            var (_, succeeded, _) = await SweepAllAsync(cancel);
            await _lastSweep.WriteAsync(new SweepRun(_clock.GetUtcNow(), succeeded), cancel);
            return true;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <returns>The last run of this instance, or of any instance under a Functions host. Null before the first.</returns>
    public async ValueTask<SweepRun?> FindLastAsync(CancellationToken cancel) =>
        _host.IsPresent ? await _lastSweep.ReadAsync(cancel) : _last?.Run;

    public void Dispose() => _running.Dispose();

    private bool IsWork(Backlog left) => left.Record > 0 || (_publisher.IsOn && left.Publish > 0);

    /// <summary>The backlog after the last run. Null if that was long ago, because then another instance sweeps.</summary>
    private Backlog? RecentBacklog() =>
        _last is { } last && _clock.GetElapsedTime(last.At) < (2 * _options.Interval) + ReportedFor ? last.Left : null;

    /// <summary>
    /// Younger events are left to the instance that records them. At the start on an embedded store there is no such instance, so what
    /// the former run left is completed at once.
    /// </summary>
    private TimeSpan MinAge => _isEmbedded && Ended == 0 ? TimeSpan.Zero : _options.After;

    private async Task<(int Found, bool Succeeded, Backlog Left)> SweepAllAsync(CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        if (_listedAt is not { } listedAt || _clock.GetElapsedTime(listedAt) >= ListTtl)
        {
            var began = _clock.GetTimestamp();
            _organizations = await _installation.ListAsync(cancel);
            _listedAt = began;
        }

        var (found, succeeded, left, topic) = (0, true, Backlog.None, _publisher.Probe());
        foreach (var organization in _organizations)
        {
            try
            {
                var result = await _sweep.RunAsync(organization, now - MinAge, topic, cancel);
                found += result.Found;
                left = left.Plus(result.Left);
                _telemetry.Swept.Add(result.Done);
                if (_feedRetention.IsDue(organization) && await _trust.IsTrustedAsync(cancel))
                    await _feedRetention.RunAsync(organization, now, cancel);
            }
#pragma warning disable CA1031 // A failure of one organization must not stop the others.
            catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (e is not StorageUnavailableException { Fault: not null })
                    Log.SweepFailed(_logger, e, organization.Value);
                succeeded = false;
            }
        }
        return (found, succeeded, left);
    }

    private sealed record LastRun(SweepRun Run, Backlog Left, long At);

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Warning, "The sweep of {Organization} failed. The next run tries again")]
        public static partial void SweepFailed(ILogger logger, Exception e, string organization);

        [LoggerMessage(
            2107,
            LogLevel.Warning,
            "The sweep's timer has not run for {Minutes} minutes, so this instance sweeps. Check that the timer functions run"
        )]
        public static partial void Overdue(ILogger logger, double minutes);
    }
}
