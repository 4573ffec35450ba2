using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

internal enum RecordOutcomeKind
{
    Recorded,
    Repeated,
    Conflict,
    Unavailable,
}

/// <summary>The outcome for one event: recorded, already recorded, in conflict with other content or a deletion, or unknown.</summary>
internal sealed record RecordOutcome(RecordOutcomeKind Kind, RecordedEvent? Event, Claim? Existing, StorageUnavailableException? Failure)
{
    public static RecordOutcome Recorded(RecordedEvent e) => new(RecordOutcomeKind.Recorded, e, null, null);

    public static RecordOutcome Repeated(RecordedEvent e) => new(RecordOutcomeKind.Repeated, e, null, null);

    public static RecordOutcome Conflict(Claim existing) => new(RecordOutcomeKind.Conflict, null, existing, null);

    public static RecordOutcome Unavailable(StorageUnavailableException failure) => new(RecordOutcomeKind.Unavailable, null, null, failure);
}
