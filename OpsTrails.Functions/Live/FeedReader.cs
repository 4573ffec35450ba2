using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Live;

/// <summary>
/// One reader of a feed. All that it has is a position: what follows comes from the shared window, or from the store when the window has moved on.
/// </summary>
internal sealed class FeedReader(OrganizationId organization, FeedTail tail, FeedRows rows, Action leave) : IDisposable
{
    private bool _hasLeft;

    public OrganizationId Organization => organization;

    /// <summary>The number of the last event that was looked at.</summary>
    public long Position { get; set; }

    public FeedCursor Cursor => new(Position);

    /// <returns>A gap when there is no going on from there.</returns>
    public async Task<FeedGap?> OpenAsync(FeedStart start, CancellationToken cancel)
    {
        await tail.WhenReadyAsync(cancel);
        Position = start.Kind switch
        {
            FeedStartKind.Cursor => start.Cursor.Sequence,
            FeedStartKind.Oldest when await rows.ReadAfterAsync(organization, 0, 1, cancel) is [var oldest] => oldest.Sequence - 1,
            _ => tail.Head,
        };

        // Another instance may have recorded what this one has not seen yet.
        if (Position > tail.Head)
            await tail.RefreshAsync(cancel);
        return FindAhead();
    }

    /// <summary>What follows the position; nothing when there is nothing yet.</summary>
    public async ValueTask<FeedBatch> ReadAsync(int most, CancellationToken cancel)
    {
        if (FindAhead() is { } ahead)
            return new FeedBatch([], ahead);
        if (tail.ReadAfter(Position, most) is { } kept)
            return new FeedBatch(kept, null);

        // Read after the head became known: an event that is not there now is no longer there.
        var head = tail.Head;
        var read = await rows.ReadAfterAsync(organization, Position, most, cancel);
        return read.Count > 0 && read[0].Sequence == Position + 1
            ? new FeedBatch(read, null)
            : new FeedBatch([], new FeedGap(new FeedCursor(read.Count > 0 ? read[0].Sequence - 1 : head), IsAhead: false));
    }

    /// <summary>Waits until there may be more to read, or so long, or until cancelled.</summary>
    public Task WhenMovedAsync(TimeSpan atMost, CancellationToken cancel) => tail.WhenMovedAsync(Position, atMost, cancel);

    public void Dispose()
    {
        if (!_hasLeft)
            leave();
        _hasLeft = true;
    }

    private FeedGap? FindAhead() => tail.Head is var head && Position > head ? new FeedGap(new FeedCursor(head), IsAhead: true) : null;
}

/// <summary>Events in the order recorded, or a gap behind the position.</summary>
internal readonly record struct FeedBatch(IReadOnlyList<FeedEntry> Entries, FeedGap? Gap);

/// <summary>A position from which the feed cannot be followed: what came next is no longer kept, or it has not come so far.</summary>
/// <param name="Start">Where to begin instead.</param>
/// <param name="IsAhead">Whether the feed has not come so far.</param>
internal sealed record FeedGap(FeedCursor Start, bool IsAhead);
