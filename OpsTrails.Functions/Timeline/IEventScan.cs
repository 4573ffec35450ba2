using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Timeline;

/// <summary>Events newest first, a chunk at a time.</summary>
internal interface IEventScan
{
    /// <summary>Reads on. A chunk may be empty before the end.</summary>
    ValueTask<ScanChunk> NextAsync(int wanted, CancellationToken cancel);
}

/// <param name="Events">In order.</param>
/// <param name="Resume">Where to go on after all of them.</param>
/// <param name="IsEnd">Whether nothing follows.</param>
internal sealed record ScanChunk(IReadOnlyList<RecordedEvent> Events, ScanMark Resume, bool IsEnd);

/// <summary>A place in a scan, as a cursor carries it.</summary>
internal readonly record struct ScanMark(EventPosition After, bool InOlderDays = false, string? StoreToken = null)
{
    /// <summary>Before the newest event there could be.</summary>
    public static readonly ScanMark Start = new(new EventPosition(DateTime.MaxValue.Ticks, ""), InOlderDays: true);

    public static ScanMark Of(RecordedEvent e) => new(new EventPosition(e.Time, e.Hash));

    public static ScanMark Of(PageCursor cursor) => new(cursor.After, cursor.InOlderDays, cursor.StoreToken);

    /// <summary>Where a window begins, newest first.</summary>
    public static ScanMark Of(TimeWindow window) => window.To is { } to ? new(new EventPosition(to, "")) : Start;
}
