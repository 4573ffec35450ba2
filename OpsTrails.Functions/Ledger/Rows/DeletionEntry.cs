using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>The outbox entry of a deletion, which holds what every step needs. The deleted event has no JSON.</summary>
/// <param name="Event">The deleted event.</param>
/// <param name="DeletedAt">In UTC ticks.</param>
/// <param name="Key">The key of the row.</param>
/// <param name="ETag">Null if unknown.</param>
/// <param name="Sequence">Where the deletion is in the feed. Null while it isn't.</param>
/// <param name="Emptied">Where the event was in the feed. Null if the feed didn't have it.</param>
internal sealed record DeletionEntry(
    RecordedEvent Event,
    long DeletedAt,
    RowKey Key,
    string? ETag,
    long? Sequence = null,
    long? Emptied = null
)
{
    private const string Deleting = "delete";

    public static DeletionEntry Of(OrganizationId organization, RecordedEvent e, long deletedAt) =>
        new(e, deletedAt, LedgerKeys.Deletion(organization, deletedAt, e.Hash), null);

    public Row Write() =>
        new(Key)
        {
            ["Stage"] = Deleting,
            ["Id"] = Event.Id,
            ["Source"] = Event.Source,
            ["Type"] = Event.Type,
            ["Subject"] = Event.Subject,
            ["Severity"] = Event.Severity,
            ["Version"] = Event.Version,
            ["Time"] = Event.Time,
            ["CreatedAt"] = Event.CreatedAt,
            ["Place"] = Event.Place == 0 ? null : (long)Event.Place,
            ["DeletedAt"] = DeletedAt,
            ["Sequence"] = Sequence,
            ["Emptied"] = Emptied,
        };

    public static DeletionEntry Read(Row row) =>
        new(EventRow.ReadMembers(row), row.RequiredNumber("DeletedAt"), row.Key, row.ETag, row.Number("Sequence"), row.Number("Emptied"));

    public static bool IsDeleting(Row row) => row.Text("Stage") == Deleting;
}
