using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>
/// An unfinished event. Its outbox entry stays until every step after the claim is done, so that any instance can complete it.
/// <paramref name="ETag"/> is null if unknown.
/// </summary>
internal sealed record OutboxEntry(RecordedEvent Event, RowKey Key, string? ETag)
{
    /// <summary>Stage of an event whose truth, derived rows or feed row may be missing.</summary>
    public const string Recording = "record";

    /// <summary>Stage of an event that only remains to be published.</summary>
    private const string Publishing = "publish";

    public static Row Write(OrganizationId organization, RecordedEvent e)
    {
        var row = EventRow.Write(LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash), e);
        row["Stage"] = Recording;
        return row;
    }

    /// <summary>The entry of an event that isn't recorded but only published.</summary>
    public static OutboxEntry OfNotice(OrganizationId organization, RecordedEvent e) =>
        new(e, LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash), null);

    /// <summary>The entry at the stage <c>publish</c>. From then on it is only deleted.</summary>
    public Row WriteForPublishing()
    {
        var row = EventRow.Write(Key, Event);
        row["Stage"] = Publishing;
        return row;
    }

    /// <exception cref="InvalidDataException">The row is broken.</exception>
    public static OutboxEntry Read(Row row)
    {
        row.RequiredText("Stage");
        return new OutboxEntry(EventRow.Read(row), row.Key, row.ETag);
    }

    /// <summary>Whether the event may be incomplete.</summary>
    public static bool IsRecording(Row row) => row.Text("Stage") == Recording;
}
