using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Timeline;

/// <summary>Events newest first, a chunk at a time.</summary>
internal interface IEventScan
{
    /// <summary>Reads on. A chunk may be empty before the end.</summary>
    ValueTask<ScanChunk> NextAsync(int wanted, CancellationToken cancel);

    /// <summary>Where another scan can go on after all chunks so far. May ask the store once more.</summary>
    ValueTask<EventPosition> FindPositionAsync(CancellationToken cancel);
}

/// <param name="Events">In order.</param>
/// <param name="IsEnd">Whether nothing follows.</param>
internal sealed record ScanChunk(IReadOnlyList<RecordedEvent> Events, bool IsEnd);
