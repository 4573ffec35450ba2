using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// An event whose recording is under way: its journal row is there until everything that follows from the claim is done, so that anyone
/// can finish it. <paramref name="ETag"/> is null when the row's version is not known and has to be read.
/// </summary>
internal sealed record JournalEntry(RecordedEvent Event, RowKey Key, string? ETag)
{
    private const string Recording = "record";

    public static Row Write(OrganizationId organization, RecordedEvent e)
    {
        var row = EventRow.Write(LedgerKeys.Journal(organization, e.CreatedAt, e.Hash), e);
        row["Stage"] = Recording;
        return row;
    }

    public static JournalEntry Read(Row row) => new(EventRow.Read(row), row.Key, row.ETag);

    /// <summary>Whether truth and derived rows may still be missing.</summary>
    public static bool IsRecording(Row row) => row.RequiredText("Stage") == Recording;
}
