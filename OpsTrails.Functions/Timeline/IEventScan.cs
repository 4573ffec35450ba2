using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Timeline;

/// <summary>Events newest first, a chunk at a time.</summary>
internal interface IEventScan
{
    /// <summary>Reads the next chunk, which may be empty before the end.</summary>
    /// <param name="wanted">The maximum number of events.</param>
    /// <param name="maxBytes">The size that the events stay within, about, if they are read with their JSON.</param>
    /// <param name="cancel">Cancels the read.</param>
    ValueTask<ScanChunk> NextAsync(int wanted, int maxBytes, CancellationToken cancel);

    /// <summary>The position after all chunks so far, for another scan to continue from. May query the store once more.</summary>
    ValueTask<EventPosition> FindPositionAsync(CancellationToken cancel);
}

/// <param name="Events">Newest first.</param>
/// <param name="IsEnd">Whether this is the last chunk.</param>
internal sealed record ScanChunk(IReadOnlyList<RecordedEvent> Events, bool IsEnd);
