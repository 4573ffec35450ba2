using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Live;

/// <summary>
/// An entry of the feed and its number in the order of recording: an event, a deletion or a reset, or nothing where an event was removed.
/// The numbers have no gaps.
/// </summary>
public readonly record struct FeedEntry(FeedSequence Sequence, RecordedEvent? Event = null)
{
    public DeletedEvent? Deleted { get; init; }

    /// <summary>When events were removed that have no deletion of their own. Readers then read everything again.</summary>
    public Timestamp? ResetAt { get; init; }

    public int Bytes => Event?.Json.Length ?? 0;
}
