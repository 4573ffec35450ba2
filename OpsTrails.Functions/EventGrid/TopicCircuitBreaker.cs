using OpsTrails.Core.EventGrid;

namespace OpsTrails.Functions.EventGrid;

/// <summary>
/// Stops requests to a failing topic. While the circuit breaker is open, events wait in the outbox, and the sweep tries from time to time.
/// </summary>
internal sealed class TopicCircuitBreaker(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long _failedAt;
    private TimeSpan _openFor;
    private TimeSpan _asked;
    private TopicState _state = new(true, null, clock.GetUtcNow());

    public TopicState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>Whether new events may be sent.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return HasPassed(_openFor);
        }
    }

    /// <summary>Whether the sweep may send, even while the breaker is open: not before the time that the topic itself asked for.</summary>
    public bool MayProbe
    {
        get
        {
            lock (_lock)
                return HasPassed(_asked);
        }
    }

    /// <returns>Whether this changes the state.</returns>
    public bool Record(TopicAnswer answer)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var delivers = answer.Verdict != TopicVerdict.Later;
            var changed = delivers != _state.Delivers;
            if (delivers)
            {
                (_failures, _openFor, _asked) = (0, default, default);
                if (changed)
                    _state = new TopicState(true, null, now);
                return changed;
            }

            // Concurrent requests that fail together count as one failure.
            if (HasPassed(_openFor))
                _failures++;
            var asked = Backoff.Asked(answer.RetryAfter);
            var wait = Backoff.After(_failures);
            (_failedAt, _asked, _openFor) = (clock.GetTimestamp(), asked, wait > asked ? wait : asked);
            _state = new TopicState(false, answer.Summary, changed ? now : _state.Since);
            return changed;
        }
    }

    private bool HasPassed(TimeSpan wait) => clock.GetElapsedTime(_failedAt) >= wait;
}

/// <param name="Delivers">Whether the topic accepted or rejected the last events, rather than failing.</param>
/// <param name="LastError">The last failure; null while it delivers.</param>
/// <param name="Since">When this state began.</param>
internal sealed record TopicState(bool Delivers, string? LastError, DateTimeOffset Since);
