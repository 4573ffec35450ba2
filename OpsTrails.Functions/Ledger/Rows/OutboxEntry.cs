using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>
/// An event whose recording is under way: its outbox row is there until everything that follows from the claim is done, so that anyone
/// can finish it. <paramref name="ETag"/> is null when the row's version is not known and has to be read.
/// </summary>
internal sealed record OutboxEntry(RecordedEvent Event, RowKey Key, string? ETag)
{
    /// <summary>The stage of an event of which truth, derived rows or the place in the feed may still be missing.</summary>
    public const string Recording = "record";

    /// <summary>The stage of an event that only the topic has yet to get.</summary>
    private const string Publishing = "publish";

    public static Row Write(OrganizationId organization, RecordedEvent e)
    {
        var row = EventRow.Write(LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash), e);
        row["Stage"] = Recording;
        return row;
    }

    /// <summary>The row as it is once the event is in the feed and only has to be published. From then on it is only ever deleted.</summary>
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

    /// <summary>Whether truth and derived rows may still be missing.</summary>
    public static bool IsRecording(Row row) => row.Text("Stage") == Recording;
}
