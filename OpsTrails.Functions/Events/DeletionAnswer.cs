using OpsTrails.Core.Ledger;

namespace OpsTrails.Functions.Events;

/// <summary>A deleted event.</summary>
internal sealed record DeletionAnswer(string Id, string Source, string DeletedAt, string Reason)
{
    public static DeletionAnswer Of(Claim tombstone) =>
        new(tombstone.Id, tombstone.Source, tombstone.Deleted!.At.ToString(), tombstone.Deleted.Reason);
}
