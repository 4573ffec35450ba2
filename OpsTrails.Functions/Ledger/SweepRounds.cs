using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Rounds of the sweep over all organizations, however they are begun: one at a time within a process, and every other one left out while there is nothing to do.
/// </summary>
internal sealed partial class SweepRounds : IDisposable
{
    /// <summary>Organizations are made rarely; one that is new is swept this much later at the most.</summary>
    private static readonly TimeSpan ListedEvery = TimeSpan.FromMinutes(10);

    private readonly Sweep _sweep;
    private readonly FeedRetention _feedRetention;
    private readonly Recorder _recorder;
    private readonly Publisher _publisher;
    private readonly Installation _installation;
    private readonly TimeSpan _after;
    private readonly TimeProvider _clock;
    private readonly Telemetry _telemetry;
    private readonly ILogger<SweepRounds> _logger;
    private readonly SemaphoreSlim _running = new(1, 1);
    private IReadOnlyList<OrganizationId> _organizations = [];
    private DateTimeOffset _listedAt;
    private long _begunBefore = -1;
    private bool _isQuiet;
    private Backlog _left = Backlog.None;

    public SweepRounds(Sweep sweep, FeedRetention feedRetention, Recorder recorder, Publisher publisher, Installation installation, IOptions<OpsTrailsOptions> options, TimeProvider clock, Telemetry telemetry, ILogger<SweepRounds> logger)
    {
        (_sweep, _feedRetention, _recorder, _publisher, _installation, _after, _clock, _telemetry, _logger) = (sweep, feedRetention, recorder, publisher, installation, options.Value.Sweep.After, clock, telemetry, logger);
        telemetry.ObserveSweep(() => Volatile.Read(ref _left), clock);
    }

    /// <summary>When the last round of this instance ended; null before the first.</summary>
    public DateTimeOffset? LastRunAt { get; private set; }

    /// <summary>How many rounds were asked for and came to their end, those that were left out among them.</summary>
    public long Ended { get; private set; }

    /// <summary>Runs a round, unless one is under way or there is no need of one.</summary>
    /// <returns>Whether it went as it should; of one that was left out it is true.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        if (!await _running.WaitAsync(TimeSpan.Zero, cancel))
            return true;
        try
        {
            var begun = _recorder.Begun;
            if (_isQuiet && begun == _begunBefore)
            {
                _isQuiet = false;
                return true;
            }
            var (found, succeeded) = await SweepAllAsync(cancel);
            _isQuiet = found == 0 && succeeded && !IsSomethingLeft && begun == _begunBefore;
            _begunBefore = begun;
            LastRunAt = _clock.GetUtcNow();
            return succeeded;
        }
        finally
        {
            _running.Release();
            Ended++;
        }
    }

    public void Dispose() => _running.Dispose();

    private bool IsSomethingLeft => _left.Record > 0 || (_publisher.IsOn && _left.Publish > 0);

    private async Task<(int Found, bool Succeeded)> SweepAllAsync(CancellationToken cancel)
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
                var result = await _sweep.RunAsync(organization, now - _after, topic, cancel);
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
        Volatile.Write(ref _left, left);
        return (found, succeeded);
    }

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Warning, "The sweep of {Organization} failed and will be tried again")]
        public static partial void SweepFailed(ILogger logger, Exception e, string organization);
    }
}
