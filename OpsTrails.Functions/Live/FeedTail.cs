using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// The end of one organization's feed. All its readers on this instance share one poll of the store and a bounded window of the newest
/// events. It runs only while it has readers.
/// </summary>
internal sealed partial class FeedTail : IDisposable
{
    private const int MaxEvents = 1_000;
    private const long MaxBytes = 8 * 1024 * 1024;
    private const int RowsPerRead = 250;

    private readonly OrganizationId _organization;
    private readonly FeedRows _rows;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private readonly Lock _lock = new();
    private readonly FeedWindow _window = new(MaxEvents, MaxBytes);
    private readonly HashSet<FeedSequence> _emptied = [];
    private readonly SemaphoreSlim _advancing = new(1, 1);
    private readonly CancellationTokenSource _stopped = new();
    private TaskCompletionSource _moved = NewCompletion();
    private TaskCompletionSource _notified = NewCompletion();
    private FeedSequence _notifiedHead;
    private bool _isReady;

    public FeedTail(OrganizationId organization, FeedRows rows, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        _organization = organization;
        _rows = rows;
        _interval = interval;
        _clock = clock;
        _logger = logger;

        // The loop serves all readers, so the context of the first request must not flow into it.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    /// <summary>Number of readers. The hub counts them.</summary>
    public int Readers { get; set; }

    /// <summary>Sequence of the newest known event.</summary>
    public FeedSequence Head
    {
        get
        {
            lock (_lock)
                return _window.Head;
        }
    }

    /// <summary>Waits until the head is known. The first call reads the store.</summary>
    public async Task WhenReadyAsync(CancellationToken cancel)
    {
        if (!Volatile.Read(ref _isReady))
            await AdvanceAsync(null, onlyOnce: true, cancel);
    }

    /// <summary>Reads the head from the store.</summary>
    public Task RefreshAsync(CancellationToken cancel) => AdvanceAsync(null, onlyOnce: false, cancel);

    /// <summary>Called when this process has appended events.</summary>
    public void Notify(FeedSequence head)
    {
        lock (_lock)
        {
            if (head <= _notifiedHead)
                return;
            _notifiedHead = head;
            _notified.TrySetResult();
        }
    }

    /// <summary>Called when this process has removed an event from the feed.</summary>
    public void Empty(FeedSequence sequence)
    {
        lock (_lock)
        {
            // Its row may have been read already, on the way to the window.
            if (sequence > _window.Head)
                _emptied.Add(sequence);
            else
                _window.Empty(sequence);
        }
    }

    /// <inheritdoc cref="FeedWindow.ReadAfter"/>
    public IReadOnlyList<FeedEntry>? ReadAfter(FeedSequence sequence, int limit)
    {
        lock (_lock)
            return _window.ReadAfter(sequence, limit);
    }

    /// <summary>Waits until the head differs from a position, until the timeout or cancellation.</summary>
    public async Task WhenMovedAsync(FeedSequence from, TimeSpan timeout, CancellationToken cancel)
    {
        Task moved;
        lock (_lock)
        {
            if (_window.Head != from)
                return;
            moved = _moved.Task;
        }
        await moved.WaitAsync(timeout, _clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopped.Cancel();

    private async Task RunAsync()
    {
        var isFailing = false;
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await AdvanceAsync(await WaitAsync(isFailing), onlyOnce: false, _stopped.Token);
                isFailing = false;
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // One failure must not end the loop: readers would wait forever.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!isFailing)
                    Log.NotRead(_logger, e);
                isFailing = true;
            }
        }
    }

    /// <returns>The head of a notification. Null if none came within the interval, so the store must be read.</returns>
    private async Task<FeedSequence?> WaitAsync(bool isFailing)
    {
        Task notified;
        lock (_lock)
        {
            if (_notifiedHead <= _window.Head || isFailing)
                _notified = NewCompletion();
            notified = _notified.Task;
        }
        await notified.WaitAsync(_interval, _clock, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopped.Token.ThrowIfCancellationRequested();
        lock (_lock)
            return notified.IsCompleted && Volatile.Read(ref _isReady) ? _notifiedHead : null;
    }

    private async Task AdvanceAsync(FeedSequence? notified, bool onlyOnce, CancellationToken cancel)
    {
        await _advancing.WaitAsync(cancel);
        try
        {
            if (onlyOnce && _isReady)
                return;
            var newest = notified ?? await _rows.FindHeadAsync(_organization, cancel);

            // At the first read there are no readers yet. A feed that went back was restored from a backup.
            if (!_isReady || (notified is null && newest < Head))
                Move(window => window.MoveTo(newest));
            Volatile.Write(ref _isReady, true);
            for (var head = Head; head < newest; head = Head)
            {
                var entries = await _rows.ReadAfterAsync(
                    _organization,
                    head,
                    (int)Math.Min(newest - head, RowsPerRead),
                    RowRange.LargePage,
                    cancel
                );
                if (entries.Count == 0)
                    Move(window => window.MoveTo(newest));
                else
                    Move(window => AddTo(window, entries));
            }
        }
        finally
        {
            _advancing.Release();
        }
    }

    private void AddTo(FeedWindow window, IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
            window.Add(_emptied.Contains(entry.Sequence) ? new FeedEntry(entry.Sequence) : entry);
    }

    private void Move(Action<FeedWindow> change)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            change(_window);
            _emptied.RemoveWhere(sequence => sequence <= _window.Head);
            (moved, _moved) = (_moved, NewCompletion());
        }
        moved.TrySetResult();
    }

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "Failed to read the feed. The next poll tries again")]
        public static partial void NotRead(ILogger logger, Exception e);
    }
}
