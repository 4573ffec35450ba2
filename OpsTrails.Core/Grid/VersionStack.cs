using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>
/// Plays the events of a cell, oldest first. An arrival pushes its version, unless that version is on top already. A rollback pops one, or
/// goes down to the version it names. If older events are unknown, what lies below the known versions is unknown too.
/// </summary>
internal sealed class VersionStack
{
    /// <summary>An attempt that never reports its end counts as ended after this time.</summary>
    public static readonly TimeSpan MaxAttempt = TimeSpan.FromHours(24);

    private readonly List<(string Version, CellEvent Carrier)> _versions = [];
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private readonly bool _isComplete;
    private bool _isKnown;
    private CellVersion? _current;
    private Mover? _inProgress;
    private Mover? _failed;
    private (Timestamp Since, bool HasPopped)? _rollback;

    private VersionStack(bool isComplete) => _isKnown = _isComplete = isComplete;

    /// <param name="movers">The newest events up to the time, newest first, without a gap.</param>
    /// <param name="isComplete">Whether there are no older ones.</param>
    /// <param name="at">The time.</param>
    public static WhatRuns Play(IReadOnlyList<Mover> movers, bool isComplete, Timestamp at)
    {
        var stack = new VersionStack(isComplete);
        for (var i = movers.Count - 1; i >= 0; i--)
            stack.Play(movers[i]);
        var inProgress = stack._inProgress is { } attempt && IsOpen(attempt.Event.Time, at) ? attempt : null;
        return new WhatRuns(stack._isKnown, stack._isKnown ? stack._current : null, inProgress, stack._failed);
    }

    private static bool IsOpen(Timestamp since, Timestamp at) => at - since < MaxAttempt;

    private void Play(Mover mover)
    {
        if (mover.IsRollback)
            PlayRollback(mover);
        else if (mover.Arrives)
            Push(mover);
        else if (mover.Meaning.HasFailed)
            Fail(mover);
        else if (mover.Meaning.Phase == EventPhase.Started)
            _inProgress = mover;
        else
            End(mover);
    }

    private void Push(Mover arrival)
    {
        if (_versions.Count > 0 && _versions[^1].Version == arrival.Version)
            _versions[^1] = (arrival.Version!, arrival.Event);
        else
            _versions.Add((arrival.Version!, arrival.Event));
        Set(new CellVersion(arrival.Version, arrival.Event, Restored: null, IsRolledBack: false));
        _inProgress = null;
        _rollback = null;
        _runs.Clear();
    }

    private void PlayRollback(Mover rollback)
    {
        if (rollback.Meaning.HasFailed)
        {
            _rollback = null;
            Fail(rollback);
        }
        else if (rollback.RollsBack)
            RollBack(rollback);
        else if (rollback.Meaning.Phase == EventPhase.Started)
        {
            _inProgress = rollback;
            _rollback = (rollback.Event.Time, HasPopped: false);
        }
    }

    private void RollBack(Mover rollback)
    {
        var isRepeat = IsRepeat(rollback);
        if (rollback.Version is not null)
            GoTo(rollback);
        else if (!isRepeat)
            Pop(rollback);
        _inProgress = null;
    }

    /// <summary>Events of one rollback pop once: they have the same run id, or the rollback that started is still open.</summary>
    private bool IsRepeat(Mover rollback)
    {
        var hasPopped = _rollback is { } open && IsOpen(open.Since, rollback.Event.Time) && open.HasPopped;
        _rollback =
            rollback.Meaning.Phase is null && _rollback is { } started && IsOpen(started.Since, rollback.Event.Time)
                ? (started.Since, HasPopped: true)
                : null;
        var isSameRun = EventHints.Parse(rollback.Event.Hints).Run is { } run && !_runs.Add(run);
        return hasPopped || isSameRun;
    }

    private void GoTo(Mover rollback)
    {
        var place = _versions.FindLastIndex(entry => entry.Version == rollback.Version);

        // A version that isn't known may be below the known ones. Then those are gone, and what is below it is unknown.
        if (place >= 0)
            _versions.RemoveRange(place, _versions.Count - place);
        else if (!_isComplete)
            _versions.Clear();
        _versions.Add((rollback.Version!, rollback.Event));
        Set(new CellVersion(rollback.Version, rollback.Event, Restored: null, IsRolledBack: true));
    }

    private void Pop(Mover rollback)
    {
        if (_versions.Count > 0)
            _versions.RemoveAt(_versions.Count - 1);
        if (_versions.Count > 0)
            Set(new CellVersion(_versions[^1].Version, rollback.Event, _versions[^1].Carrier, IsRolledBack: true));
        else
        {
            Set(new CellVersion(null, rollback.Event, Restored: null, IsRolledBack: true));
            _isKnown = _isComplete;
        }
    }

    private void Set(CellVersion version)
    {
        _current = version;
        _isKnown = true;
        _failed = null;
    }

    private void Fail(Mover attempt)
    {
        if (attempt.Meaning.Outcome == EventOutcome.Failed)
            _failed = attempt;
        End(attempt);
    }

    /// <summary>Ends the open attempt, if it is of the same version or one of them names none.</summary>
    private void End(Mover end)
    {
        if (end.Version is null || _inProgress?.Version is null || end.Version == _inProgress.Version)
            _inProgress = null;
    }
}
