using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// A row of the feed. A row of an event has no <c>Kind</c>. All rows have <c>CreatedAt</c>, by which the feed is searched and cut.
/// </summary>
internal static class FeedRow
{
    private const string Kind = "Kind";
    private const string Gone = "gone";
    private const string Deletion = "deletion";
    private const string Reset = "reset";

    public static Row Write(OrganizationId organization, FeedSequence sequence, RecordedEvent e) =>
        EventRow.Write(LedgerKeys.Feed(organization, sequence), e);

    /// <summary>The row without its event. It keeps the place, so that the sequence has no gap.</summary>
    public static Row WriteGone(Row row) => new(row.Key) { [Kind] = Gone, ["CreatedAt"] = row.RequiredNumber("CreatedAt") };

    public static Row WriteDeletion(OrganizationId organization, FeedSequence sequence, DeletedEvent e) =>
        new(LedgerKeys.Feed(organization, sequence))
        {
            [Kind] = Deletion,
            ["Id"] = e.Id,
            ["Source"] = e.Source,
            ["Type"] = e.Type,
            ["Subject"] = e.Subject,
            ["Severity"] = e.Severity,
            ["Version"] = e.Version,
            ["CreatedAt"] = e.DeletedAt.Ticks,
            ["Emptied"] = e.Sequence?.Number,
        };

    public static Row WriteReset(OrganizationId organization, FeedSequence sequence, Timestamp at) =>
        new(LedgerKeys.Feed(organization, sequence)) { [Kind] = Reset, ["CreatedAt"] = at.Ticks };

    public static bool IsEvent(Row row) => row.Text(Kind) is null;

    public static FeedEntry Read(Row row)
    {
        var sequence = LedgerKeys.SequenceOf(row.Key);
        return row.Text(Kind) switch
        {
            null => new FeedEntry(sequence, EventRow.Read(row)),
            Deletion => new FeedEntry(sequence) { Deleted = ReadDeletion(row) },
            Reset => new FeedEntry(sequence) { ResetAt = row.RequiredTime("CreatedAt") },
            _ => new FeedEntry(sequence),
        };
    }

    private static DeletedEvent ReadDeletion(Row row) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Source = row.RequiredText("Source"),
            Type = row.RequiredText("Type"),
            Subject = row.Text("Subject"),
            Severity = row.Text("Severity"),
            Version = row.Text("Version"),
            DeletedAt = row.RequiredTime("CreatedAt"),
            Sequence = row.Sequence("Emptied"),
        };
}
