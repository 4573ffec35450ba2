using OpsTrails.Core.Events;

namespace OpsTrails.Core.Live;

/// <summary>An event and its number in the order of recording. The numbers have no gaps.</summary>
public readonly record struct FeedEntry(long Sequence, RecordedEvent Event);
