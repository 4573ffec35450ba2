using OpsTrails.Core.Events;

namespace OpsTrails.Core.Live;

/// <summary>The newest events of a feed, without gaps, limited by count and bytes.</summary>
public sealed class FeedWindow(int maxEvents, long maxBytes)
{
    private readonly FeedEntry[] _ring = new FeedEntry[maxEvents];
    private long _bytes;

    /// <summary>The sequence number of the newest event.</summary>
    public FeedSequence Head { get; private set; }

    /// <summary>The number of events kept.</summary>
    public int Count { get; private set; }

    public void Add(FeedEntry entry)
    {
        // After a reset any event here may have been removed. The store knows which.
        if (entry.Sequence != Head.Next() || entry.ResetAt is not null)
            MoveTo(entry.Sequence.Previous());
        if (Count == maxEvents)
            DropOldest();
        SlotOf(entry.Sequence) = entry;
        Head = entry.Sequence;
        Count++;
        _bytes += entry.Bytes;
        while (_bytes > maxBytes)
            DropOldest();
        if (entry.Deleted?.Sequence is { } deleted)
            Empty(deleted);
    }

    /// <summary>Removes a deleted event from its place.</summary>
    public void Empty(FeedSequence sequence)
    {
        if (sequence > Head || sequence <= Head - Count)
            return;
        ref var slot = ref SlotOf(sequence);
        _bytes -= slot.Bytes;
        slot = new FeedEntry(sequence);
    }

    /// <summary>Moves to another sequence number and drops all events.</summary>
    public void MoveTo(FeedSequence head)
    {
        Array.Clear(_ring);
        (Head, Count, _bytes) = (head, 0, 0);
    }

    /// <returns>
    /// Up to <paramref name="max"/> events after a sequence number. Empty if there are none yet, null if they are no longer kept.
    /// </returns>
    public IReadOnlyList<FeedEntry>? ReadAfter(FeedSequence sequence, int max)
    {
        if (sequence >= Head)
            return [];
        if (sequence < Head - Count)
            return null;
        var found = new FeedEntry[Math.Min(Head - sequence, max)];
        for (var i = 0; i < found.Length; i++)
            found[i] = SlotOf(sequence.Next() + i);
        return found;
    }

    private ref FeedEntry SlotOf(FeedSequence sequence) => ref _ring[sequence.Number % _ring.Length];

    private void DropOldest()
    {
        ref var oldest = ref SlotOf(Head - Count + 1);
        _bytes -= oldest.Bytes;
        oldest = default;
        Count--;
    }
}
