using OpsTrails.Core.EventGrid;

namespace OpsTrails.Functions.EventGrid;

/// <summary>
/// Whether the topic takes events, as far as this instance knows. While it does not, events are left in the outbox, and the sweep asks from time
/// to time.
/// </summary>
internal sealed class TopicCircuitBreaker(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _closedUntil;
    private DateTimeOffset _askedUntil;
    private TopicState _state = new(true, null, clock.GetUtcNow());

    public TopicState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>Whether events that were recorded just now may be sent.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return clock.GetUtcNow() >= _closedUntil;
        }
    }

    /// <summary>Whether the sweep may ask: always, unless the topic itself said when.</summary>
    public bool MayProbe
    {
        get
        {
            lock (_lock)
                return clock.GetUtcNow() >= _askedUntil;
        }
    }

    /// <returns>Whether this changes the state.</returns>
    public bool Note(TopicAnswer answer)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var delivers = answer.Verdict != TopicVerdict.Later;
            var changed = delivers != _state.Delivers;
            if (delivers)
            {
                (_failures, _closedUntil, _askedUntil) = (0, default, default);
                if (changed)
                    _state = new TopicState(true, null, now);
                return changed;
            }

            // Requests that were under way together failed together.
            if (now >= _closedUntil)
                _failures++;
            var asked = Backoff.Asked(answer.RetryAfter);
            var wait = Backoff.After(_failures);
            _askedUntil = now + asked;
            _closedUntil = now + (wait > asked ? wait : asked);
            _state = new TopicState(false, answer.Summary, changed ? now : _state.Since);
            return changed;
        }
    }
}

/// <param name="Delivers">Whether the topic took, or at least looked at, what was sent last.</param>
/// <param name="LastError">What it answered last, if it does not.</param>
/// <param name="Since">Since when.</param>
internal sealed record TopicState(bool Delivers, string? LastError, DateTimeOffset Since);
