namespace OpsTrails.Storage;

/// <summary>
/// Runs one flush at a time for each key. Items that arrive during a flush go together in the next one. A single item doesn't wait, and
/// many items cost few requests.
/// </summary>
/// <param name="flush">Completes every item. Items left incomplete fail, or all if it throws.</param>
/// <param name="maxItems">The maximum number of items in a flush.</param>
/// <param name="maxBytes">The maximum size of a flush. A single item can be larger.</param>
/// <param name="bytesOf">The size of an item. If it throws, only that item fails.</param>
internal sealed class Coalescer<TKey, TItem, TResult>(
    Func<TKey, IReadOnlyList<Pending<TItem, TResult>>, Task> flush,
    int maxItems = int.MaxValue,
    long maxBytes = long.MaxValue,
    Func<TItem, int>? bytesOf = null
)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Lane> _lanes = [];

    /// <summary>Adds items. They go together as far as the limits allow.</summary>
    public Task<TResult[]> AddAsync(TKey key, IEnumerable<TItem> items)
    {
        var pending = items.Select(item => new Pending<TItem, TResult>(item)).ToList();
        if (pending.Count == 0)
            return Task.FromResult<TResult[]>([]);
        lock (_lock)
        {
            if (!_lanes.TryGetValue(key, out var lane))
            {
                _lanes[key] = lane = new Lane();
                foreach (var item in pending)
                    lane.Waiting.Enqueue(item);

                // The lane serves all callers, so the context of the first one must not flow into it.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(() => RunAsync(key, lane));
            }
            else
            {
                foreach (var item in pending)
                    lane.Waiting.Enqueue(item);
            }
        }
        return Task.WhenAll(pending.Select(item => item.Task));
    }

    private async Task RunAsync(TKey key, Lane lane)
    {
        while (true)
        {
            List<Pending<TItem, TResult>> batch;
            lock (_lock)
            {
                batch = TakeBatch(lane.Waiting);
                if (batch.Count == 0)
                {
                    _lanes.Remove(key);
                    return;
                }
            }

            try
            {
                await flush(key, batch);
            }
#pragma warning disable CA1031 // Any failure belongs to the callers that wait for the items, not to this loop.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var item in batch)
                    item.TryFail(e);
            }
            foreach (var item in batch)
                item.TryFail(new InvalidOperationException("The flush left this item without a result."));
        }
    }

    private List<Pending<TItem, TResult>> TakeBatch(Queue<Pending<TItem, TResult>> waiting)
    {
        var batch = new List<Pending<TItem, TResult>>(Math.Min(waiting.Count, maxItems));
        var bytes = 0L;
        while (batch.Count < maxItems && waiting.TryPeek(out var next))
        {
            try
            {
                bytes += bytesOf?.Invoke(next.Item) ?? 0;
            }
#pragma warning disable CA1031 // The failure belongs to the caller of this item. The lane continues with the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                waiting.Dequeue().TryFail(e);
                continue;
            }
            if (batch.Count > 0 && bytes > maxBytes)
                break;
            batch.Add(waiting.Dequeue());
        }
        return batch;
    }

    private sealed class Lane
    {
        public Queue<Pending<TItem, TResult>> Waiting { get; } = new();
    }
}

/// <summary>A waiting item and its future result.</summary>
internal sealed class Pending<TItem, TResult>(TItem item)
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TItem Item { get; } = item;

    public Task<TResult> Task => _completion.Task;

    public void Complete(TResult result) => _completion.TrySetResult(result);

    public void TryFail(Exception exception) => _completion.TrySetException(exception);
}
