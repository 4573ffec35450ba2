using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;

namespace OpsTrails.Functions.Events;

/// <summary>A deleted event.</summary>
internal sealed record DeletionAnswer(string Id, string Source, string DeletedAt, string Reason)
{
    public static DeletionAnswer Of(Claim tombstone) =>
        new(tombstone.Id, tombstone.Source, Instant.Format(tombstone.Deleted!.At), tombstone.Deleted.Reason);
}
