namespace OpsTrails.Core.Live;

/// <summary>The newest events of a feed, without a gap and within a bound of events and bytes. What is older has dropped out.</summary>
public sealed class FeedWindow(int mostEvents, long mostBytes)
{
    private readonly FeedEntry[] _ring = new FeedEntry[mostEvents];
    private long _bytes;

    /// <summary>The number of the newest event.</summary>
    public long Head { get; private set; }

    /// <summary>How many of the newest events are kept.</summary>
    public int Count { get; private set; }

    public void Add(FeedEntry entry)
    {
        if (entry.Sequence != Head + 1)
            MoveTo(entry.Sequence - 1);
        if (Count == mostEvents)
            DropOldest();
        SlotOf(entry.Sequence) = entry;
        Head = entry.Sequence;
        Count++;
        _bytes += entry.Event.Json.Length;
        while (_bytes > mostBytes)
            DropOldest();
    }

    /// <summary>Stands at another number, with nothing kept.</summary>
    public void MoveTo(long head)
    {
        Array.Clear(_ring);
        (Head, Count, _bytes) = (head, 0, 0);
    }

    /// <returns>The events that follow a number, at most so many; none when there are none yet; null when they are not kept.</returns>
    public IReadOnlyList<FeedEntry>? ReadAfter(long sequence, int most)
    {
        if (sequence >= Head)
            return [];
        if (sequence < Head - Count)
            return null;
        var found = new FeedEntry[Math.Min(Head - sequence, most)];
        for (var i = 0; i < found.Length; i++)
            found[i] = SlotOf(sequence + 1 + i);
        return found;
    }

    private ref FeedEntry SlotOf(long sequence) => ref _ring[sequence % _ring.Length];

    private void DropOldest()
    {
        ref var oldest = ref SlotOf(Head - Count + 1);
        _bytes -= oldest.Event.Json.Length;
        oldest = default;
        Count--;
    }
}
