using OpsTrails.Core.Events;

namespace OpsTrails.Core.Live;

/// <summary>An event and its number in the order recorded, which has no gaps.</summary>
public readonly record struct FeedEntry(long Sequence, RecordedEvent Event);
