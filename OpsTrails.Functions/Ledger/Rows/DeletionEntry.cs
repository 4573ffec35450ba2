using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>The outbox entry of a deletion, which holds what every step needs. The deleted event has no JSON.</summary>
/// <param name="Event">The deleted event.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="Key">The key of the row.</param>
/// <param name="ETag">Null if unknown.</param>
/// <param name="Sequence">Where the deletion is in the feed. Null while it isn't.</param>
/// <param name="Emptied">Where the event was in the feed. Null if the feed didn't have it.</param>
/// <param name="Group">The key of the group of incidents that its number named. Null if it named none.</param>
internal sealed record DeletionEntry(
    RecordedEvent Event,
    Timestamp DeletedAt,
    RowKey Key,
    string? ETag,
    FeedSequence? Sequence = null,
    FeedSequence? Emptied = null,
    string? Group = null
)
{
    /// <summary>Stage of a deletion. Its entry stays for a while after it is done.</summary>
    public const string Deleting = "delete";

    public static DeletionEntry Of(OrganizationId organization, RecordedEvent e, Timestamp deletedAt) =>
        new(e, deletedAt, LedgerKeys.Deletion(organization, deletedAt, e.Hash), null);

    /// <summary>The entry of a deletion whose own entry is gone.</summary>
    public static DeletionEntry Of(OrganizationId organization, DeletedEvent e, Claim tombstone) =>
        Of(
            organization,
            new RecordedEvent
            {
                Id = e.Id,
                Source = e.Source,
                Type = e.Type,
                Subject = e.Subject,
                Severity = e.Severity,
                Version = e.Version,
                Time = tombstone.Time,
                CreatedAt = tombstone.CreatedAt,
                Place = tombstone.Place,
                Json = default,
            },
            e.DeletedAt
        );

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
            ["Time"] = Event.Time.Ticks,
            ["CreatedAt"] = Event.CreatedAt.Ticks,
            ["Place"] = Event.Place == 0 ? null : (long)Event.Place,
            ["DeletedAt"] = DeletedAt.Ticks,
            ["Sequence"] = Sequence?.Number,
            ["Emptied"] = Emptied?.Number,
            ["Group"] = Group,
        };

    public static DeletionEntry Read(Row row) =>
        new(
            EventRow.ReadMembers(row),
            row.RequiredTime("DeletedAt"),
            row.Key,
            row.ETag,
            row.Sequence("Sequence"),
            row.Sequence("Emptied"),
            row.Text("Group")
        );

    /// <summary>Whether steps of the deletion may be missing.</summary>
    public static bool IsUnfinished(Row row) => IsDeleting(row) && row.Number("Sequence") is null;

    public static bool IsDeleting(Row row) => row.Text("Stage") == Deleting;
}
