using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Live;

/// <summary>
/// The end of one organization's feed, for all who read it on this instance: it asks the store once for all of them and keeps the newest events
/// in a bounded window. It runs only while it has readers.
/// </summary>
internal sealed partial class FeedTail : IDisposable
{
    private const int MostEvents = 1_000;
    private const long MostBytes = 8 * 1024 * 1024;
    private const int RowsPerRead = 250;

    private readonly OrganizationId _organization;
    private readonly FeedRows _rows;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private readonly Lock _lock = new();
    private readonly FeedWindow _window = new(MostEvents, MostBytes);
    private readonly SemaphoreSlim _advancing = new(1, 1);
    private readonly CancellationTokenSource _stopped = new();
    private TaskCompletionSource _moved = NewCompletion();
    private TaskCompletionSource _told = NewCompletion();
    private long _toldCount;
    private bool _isReady;

    public FeedTail(OrganizationId organization, FeedRows rows, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        _organization = organization;
        _rows = rows;
        _interval = interval;
        _clock = clock;
        _logger = logger;

        // Nothing of the request that happens to come first may flow into work done for others.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    /// <summary>How many read it; the hub counts.</summary>
    public int Readers { get; set; }

    /// <summary>The number of the newest event that is known here.</summary>
    public long Head
    {
        get
        {
            lock (_lock)
                return _window.Head;
        }
    }

    /// <summary>Waits until it is known where the feed stands; costs a request the first time.</summary>
    public async Task WhenReadyAsync(CancellationToken cancel)
    {
        if (!Volatile.Read(ref _isReady))
            await AdvanceAsync(null, onlyOnce: true, cancel);
    }

    /// <summary>Asks the store now where the feed stands.</summary>
    public Task RefreshAsync(CancellationToken cancel) => AdvanceAsync(null, onlyOnce: false, cancel);

    /// <summary>What this process has just recorded.</summary>
    public void Tell(long count)
    {
        lock (_lock)
        {
            if (count <= _toldCount)
                return;
            _toldCount = count;
            _told.TrySetResult();
        }
    }

    /// <inheritdoc cref="FeedWindow.ReadAfter"/>
    public IReadOnlyList<FeedEntry>? ReadAfter(long sequence, int most)
    {
        lock (_lock)
            return _window.ReadAfter(sequence, most);
    }

    /// <summary>Waits until the feed stands elsewhere, or so long, or until cancelled.</summary>
    public async Task WhenMovedAsync(long from, TimeSpan atMost, CancellationToken cancel)
    {
        Task moved;
        lock (_lock)
        {
            if (_window.Head != from)
                return;
            moved = _moved.Task;
        }
        await moved.WaitAsync(atMost, _clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
#pragma warning disable CA1031 // The loop outlives whatever one round meets: readers would wait for ever.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!isFailing)
                    Log.NotRead(_logger, e);
                isFailing = true;
            }
        }
    }

    /// <returns>The count that this process told; null when it told nothing new within the interval, and the store has to be asked.</returns>
    private async Task<long?> WaitAsync(bool isFailing)
    {
        Task told;
        lock (_lock)
        {
            if (_toldCount <= _window.Head || isFailing)
                _told = NewCompletion();
            told = _told.Task;
        }
        await told.WaitAsync(_interval, _clock, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopped.Token.ThrowIfCancellationRequested();
        lock (_lock)
            return told.IsCompleted && Volatile.Read(ref _isReady) ? _toldCount : null;
    }

    private async Task AdvanceAsync(long? told, bool onlyOnce, CancellationToken cancel)
    {
        await _advancing.WaitAsync(cancel);
        try
        {
            if (onlyOnce && _isReady)
                return;
            var count = told ?? await _rows.CountAsync(_organization, cancel);

            // The first time nobody reads from here yet. A feed that went back was restored from a backup.
            if (!_isReady || (told is null && count < Head))
                Move(window => window.MoveTo(count));
            Volatile.Write(ref _isReady, true);
            for (var head = Head; head < count; head = Head)
            {
                var entries = await _rows.ReadAfterAsync(_organization, head, (int)Math.Min(count - head, RowsPerRead), cancel);
                if (entries.Count == 0)
                    Move(window => window.MoveTo(count));
                else
                    Move(window => AddTo(window, entries));
            }
        }
        finally
        {
            _advancing.Release();
        }
    }

    private static void AddTo(FeedWindow window, IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
            window.Add(entry);
    }

    private void Move(Action<FeedWindow> change)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            change(_window);
            (moved, _moved) = (_moved, NewCompletion());
        }
        moved.TrySetResult();
    }

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "The feed cannot be read and will be tried again")]
        public static partial void NotRead(ILogger logger, Exception e);
    }
}
