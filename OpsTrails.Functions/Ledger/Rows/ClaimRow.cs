using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

internal static class ClaimRow
{
    public static Row Write(OrganizationId organization, Claim claim)
    {
        return new Row(LedgerKeys.Claim(organization, claim.Source, claim.Id))
        {
            ["Id"] = claim.Id,
            ["Source"] = claim.Source,
            ["Time"] = claim.Time.Ticks,
            ["TimeWasGiven"] = claim.TimeWasGiven ? 1L : 0L,
            ["CreatedAt"] = claim.CreatedAt.Ticks,
            ["Place"] = claim.Place == 0 ? null : (long)claim.Place,
            ["Fingerprint"] = claim.Fingerprint,
            ["Nonce"] = claim.Nonce,
            ["Subject"] = claim.Subject,
            ["Deleted"] = claim.Deleted?.At.Ticks,
            ["DeletedBy"] = claim.Deleted?.By,
            ["Reason"] = claim.Deleted?.Reason,
            ["DeletedNonce"] = claim.Deleted?.Nonce,
        };
    }

    /// <summary>Whether the event was deleted.</summary>
    public static bool IsTombstone(Row row) => row.Number("Deleted") is not null;

    public static Claim Read(Row row) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Source = row.RequiredText("Source"),
            Subject = row.Text("Subject"),
            Time = row.RequiredTime("Time"),
            TimeWasGiven = row.RequiredNumber("TimeWasGiven") == 1,
            CreatedAt = row.RequiredTime("CreatedAt"),
            Place = (int)(row.Number("Place") ?? 0),
            Fingerprint = row.RequiredText("Fingerprint"),
            Nonce = row.RequiredText("Nonce"),
            Deleted = row.Time("Deleted") is { } at
                ? new ClaimDeletion(at, row.RequiredText("DeletedBy"), row.RequiredText("Reason"), row.RequiredText("DeletedNonce"))
                : null,
        };
}
