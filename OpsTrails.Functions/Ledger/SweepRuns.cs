using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Rounds of the sweep over all organizations, however they are started: one at a time within a process. On its own the program leaves out every other round while
/// there is nothing to do. Under a Functions host none is left out, since the instance that sweeps doesn't see what others record.
/// </summary>
internal sealed partial class SweepRounds : IDisposable
{
    /// <summary>Organizations are made rarely; one that is new is swept this much later at the most.</summary>
    private static readonly TimeSpan ListedEvery = TimeSpan.FromMinutes(10);

    /// <summary>How much longer than two intervals, as every other round may be left out, what a round left is told.</summary>
    private static readonly TimeSpan ToldFor = TimeSpan.FromMinutes(5);

    /// <summary>After how long without a round the timers of a Functions host are taken to have stopped.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(5);

    private readonly Sweep _sweep;
    private readonly FeedRetention _feedRetention;
    private readonly EventRecorder _recorder;
    private readonly Publisher _publisher;
    private readonly Installation _installation;
    private readonly LastSweep _lastSweep;
    private readonly FunctionsHost _host;
    private readonly SweepOptions _options;
    private readonly TimeProvider _clock;
    private readonly Telemetry _telemetry;
    private readonly ILogger<SweepRounds> _logger;
    private readonly DateTimeOffset _startedAt;
    private readonly SemaphoreSlim _running = new(1, 1);
    private IReadOnlyList<OrganizationId> _organizations = [];
    private DateTimeOffset _listedAt;
    private long _begunBefore = -1;
    private bool _isQuiet;
    private volatile Round? _last;

    public SweepRounds(
        Sweep sweep,
        FeedRetention feedRetention,
        EventRecorder recorder,
        Publisher publisher,
        Installation installation,
        LastSweep lastSweep,
        FunctionsHost host,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock,
        Telemetry telemetry,
        ILogger<SweepRounds> logger
    )
    {
        (_sweep, _feedRetention, _recorder, _publisher, _installation) = (sweep, feedRetention, recorder, publisher, installation);
        (_lastSweep, _host, _options, _clock, _telemetry, _logger) = (lastSweep, host, options.Value.Sweep, clock, telemetry, logger);
        _startedAt = clock.GetUtcNow();
        telemetry.ObserveSweep(() => LeftLately() is { } left ? (left.Record, left.Publish, left.LagSeconds(clock.GetUtcNow())) : null);
    }

    /// <summary>How many rounds were asked for and came to their end, those that were left out among them.</summary>
    public long Ended { get; private set; }

    /// <summary>Runs a round. Without a Functions host none is run while another is, or while nothing was recorded.</summary>
    /// <returns>Whether it went as it should; of one that was left out it is true.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        // A run of a timer is paid for and waits; a loop comes round again.
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
            _last = new Round(run, left);
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

    /// <summary>Runs a round when none has ended for a while on any instance: the timers of the Functions host have stopped. Nothing of it counts as the timer's.</summary>
    /// <returns>Whether a round was overdue.</returns>
    public async Task<bool> RunIfOverdueAsync(CancellationToken cancel)
    {
        var last = await _lastSweep.ReadAsync(cancel);
        if (_clock.GetUtcNow() - (last?.EndedAt ?? _startedAt) < OverdueAfter)
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

    /// <summary>The last round that ended: of this instance, or under a Functions host of any. Null before the first.</summary>
    public async ValueTask<SweepRun?> FindLastAsync(CancellationToken cancel) =>
        _host.IsPresent ? await _lastSweep.ReadAsync(cancel) : _last?.Run;

    public void Dispose() => _running.Dispose();

    private bool IsWork(Backlog left) => left.Record > 0 || (_publisher.IsOn && left.Publish > 0);

    /// <summary>What the last round left; null when that was so long ago that the sweep is no longer this instance's.</summary>
    private Backlog? LeftLately() =>
        _last is { } last && _clock.GetUtcNow() - last.Run.EndedAt < (2 * _options.Interval) + ToldFor ? last.Left : null;

    private async Task<(int Found, bool Succeeded, Backlog Left)> SweepAllAsync(CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        if (now - _listedAt >= ListedEvery)
        {
            _organizations = await _installation.ListAsync(cancel);
            _listedAt = now;
        }

        var (found, succeeded, left, topic) = (0, true, Backlog.None, _publisher.Probe());
        foreach (var organization in _organizations)
        {
            try
            {
                var result = await _sweep.RunAsync(organization, now - _options.After, topic, cancel);
                found += result.Found;
                left = left.Plus(result.Left);
                _telemetry.Swept.Add(result.Done);
                await _feedRetention.RunAsync(organization, now, cancel);
            }
#pragma warning disable CA1031 // Whatever it is about one organization, there are others.
            catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.SweepFailed(_logger, e, organization.Value);
                succeeded = false;
            }
        }
        return (found, succeeded, left);
    }

    private sealed record Round(SweepRun Run, Backlog Left);

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Warning, "The sweep of {Organization} failed and will be tried again")]
        public static partial void SweepFailed(ILogger logger, Exception e, string organization);

        [LoggerMessage(
            2107,
            LogLevel.Warning,
            "The sweep's timer hasn't run for {Minutes} minutes, so this instance sweeps. Check that the timer functions run"
        )]
        public static partial void Overdue(ILogger logger, double minutes);
    }
}
