using Microsoft.Extensions.Options;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Live;

/// <summary>
/// The readers of all feeds on this instance. The first reader of an organization starts its tail, and the last one stops it.
/// </summary>
internal sealed class FeedHub : IDisposable
{
    private readonly FeedRows _rows;
    private readonly FeedSignal _signal;
    private readonly LiveOptions _options;
    private readonly TimeProvider _clock;
    private readonly Telemetry _telemetry;
    private readonly ILogger<FeedHub> _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<OrganizationId, FeedTail> _tails = [];
    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);

    public FeedHub(
        FeedRows rows,
        FeedSignal signal,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock,
        Telemetry telemetry,
        ILogger<FeedHub> logger
    )
    {
        _rows = rows;
        _signal = signal;
        _options = options.Value.Live;
        _clock = clock;
        _telemetry = telemetry;
        _logger = logger;
        _signal.Appended += Notify;
        _signal.Emptied += Empty;
    }

    /// <param name="organization">The organization.</param>
    /// <param name="caller">The key or person that reads.</param>
    /// <returns>Null when the organization or the caller has reached its limit of readers.</returns>
    public FeedReader? Join(OrganizationId organization, string caller)
    {
        FeedTail? tail;
        lock (_lock)
        {
            var own = _callers.GetValueOrDefault(caller);
            if (own == _options.MaxReadersPerKey)
                return null;
            if (!_tails.TryGetValue(organization, out tail))
                _tails[organization] = tail = new FeedTail(organization, _rows, _options.PollInterval, _clock, _logger);
            if (tail.Readers == _options.MaxReaders)
                return null;
            tail.Readers++;
            _callers[caller] = own + 1;
        }
        _telemetry.LiveReaders.Add(1);
        return new FeedReader(organization, tail, _rows, () => Leave(organization, tail, caller));
    }

    public void Dispose()
    {
        _signal.Appended -= Notify;
        _signal.Emptied -= Empty;
        lock (_lock)
        {
            foreach (var tail in _tails.Values)
                tail.Dispose();
        }
    }

    private void Leave(OrganizationId organization, FeedTail tail, string caller)
    {
        lock (_lock)
        {
            if (--_callers[caller] == 0)
                _callers.Remove(caller);
            if (--tail.Readers == 0)
            {
                _tails.Remove(organization);
                tail.Dispose();
            }
        }
        _telemetry.LiveReaders.Add(-1);
    }

    private void Notify(OrganizationId organization, FeedSequence newest)
    {
        lock (_lock)
        {
            if (_tails.TryGetValue(organization, out var tail))
                tail.Notify(newest);
        }
    }

    private void Empty(OrganizationId organization, FeedSequence sequence)
    {
        lock (_lock)
        {
            if (_tails.TryGetValue(organization, out var tail))
                tail.Empty(sequence);
        }
    }
}
