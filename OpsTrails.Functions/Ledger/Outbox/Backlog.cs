using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Outbox;

/// <summary>Number of events in an outbox, by stage.</summary>
/// <param name="Record">Events that aren't completed yet.</param>
/// <param name="Publish">Events that aren't published yet.</param>
/// <param name="Oldest">When the oldest of them was recorded.</param>
/// <param name="IsMore">Whether there are more than were counted.</param>
internal sealed record Backlog(int Record, int Publish, Timestamp? Oldest, bool IsMore = false)
{
    public static readonly Backlog None = new(0, 0, null);

    public int Count => Record + Publish;

    public Backlog With(Row row) =>
        DeletionEntry.IsUnfinished(row) ? With(isRecording: true, row.Time("DeletedAt"))
        : DeletionEntry.IsDeleting(row) ? this
        : With(OutboxEntry.IsRecording(row), row.Time("CreatedAt"));

    public Backlog With(bool isRecording, Timestamp? createdAt) => Plus(new Backlog(isRecording ? 1 : 0, isRecording ? 0 : 1, createdAt));

    public Backlog Plus(Backlog other) =>
        new(
            Record + other.Record,
            Publish + other.Publish,
            Oldest is null || other.Oldest < Oldest ? other.Oldest ?? Oldest : Oldest,
            IsMore || other.IsMore
        );

    public double LagSeconds(DateTimeOffset now) => Oldest is { } oldest ? Math.Max(0, (Timestamp.From(now) - oldest).TotalSeconds) : 0;
}
