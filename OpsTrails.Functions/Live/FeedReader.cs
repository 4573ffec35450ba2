using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Live;

/// <summary>
/// One reader of a feed. Its only state is a position. Events come from the shared window, or from the store if they are older than the
/// window.
/// </summary>
internal sealed class FeedReader(OrganizationId organization, FeedTail tail, FeedRows rows, Action leave) : IDisposable
{
    /// <summary>The size after which an answer ends. A slow client keeps one in memory.</summary>
    public const int MaxBytes = 128 * 1024;

    private bool _hasLeft;

    public OrganizationId Organization => organization;

    /// <summary>Sequence of the last event that was read.</summary>
    public FeedSequence Position { get; set; }

    public FeedCursor Cursor => new(Position);

    /// <returns>A gap if the feed can't be read from this position.</returns>
    public async Task<FeedGap?> OpenAsync(FeedStart start, CancellationToken cancel)
    {
        await tail.WhenReadyAsync(cancel);
        Position = start.Kind switch
        {
            FeedStartKind.Cursor => start.Cursor.Sequence,
            FeedStartKind.Oldest when await rows.ReadAfterAsync(organization, FeedSequence.Zero, 1, MaxBytes, cancel) is [var oldest] =>
                oldest.Sequence.Previous(),
            _ => tail.Head,
        };

        // The cursor may come from another instance with newer events.
        if (Position > tail.Head)
            await tail.RefreshAsync(cancel);
        return FindAhead();
    }

    /// <summary>Reads the next events. Empty if there are none yet.</summary>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="maxBytes">The size that the events after the first stay within, about.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async ValueTask<FeedBatch> ReadAsync(int limit, int maxBytes, CancellationToken cancel)
    {
        if (FindAhead() is { } ahead)
            return new FeedBatch([], ahead);
        if (tail.ReadAfter(Position, limit) is { } kept)
            return new FeedBatch(Within(maxBytes, kept), null);

        // The rows are read after the head, so an event that is missing now was deleted.
        var head = tail.Head;
        var read = await rows.ReadAfterAsync(organization, Position, limit, maxBytes, cancel);
        if (read.Count == 0 || read[0].Sequence != Position.Next())
            return new FeedBatch([], new FeedGap(new FeedCursor(read.Count > 0 ? read[0].Sequence.Previous() : head), IsAhead: false));
        return new FeedBatch(Within(maxBytes, read), null);
    }

    /// <summary>Waits for more events, until the timeout or cancellation.</summary>
    public Task WhenMovedAsync(TimeSpan timeout, CancellationToken cancel) => tail.WhenMovedAsync(Position, timeout, cancel);

    public void Dispose()
    {
        if (!_hasLeft)
            leave();
        _hasLeft = true;
    }

    /// <summary>The first entries, as many as fit. A reader keeps these while its client is slow, and a page may hold more.</summary>
    private static IReadOnlyList<FeedEntry> Within(int maxBytes, IReadOnlyList<FeedEntry> entries)
    {
        var bytes = 0L;
        for (var i = 0; i < entries.Count; i++)
        {
            bytes += entries[i].Bytes;
            if (i > 0 && bytes > maxBytes)
                return [.. entries.Take(i)];
        }
        return entries;
    }

    private FeedGap? FindAhead() => tail.Head is var head && Position > head ? new FeedGap(new FeedCursor(head), IsAhead: true) : null;
}

/// <summary>Events in the order recorded, or a gap after the position.</summary>
internal readonly record struct FeedBatch(IReadOnlyList<FeedEntry> Entries, FeedGap? Gap);

/// <summary>The feed can't be read from a position: the next events were deleted, or the position is ahead of the feed.</summary>
/// <param name="Start">The position to continue with.</param>
/// <param name="IsAhead">Whether the position is ahead of the feed.</param>
internal sealed record FeedGap(FeedCursor Start, bool IsAhead);
