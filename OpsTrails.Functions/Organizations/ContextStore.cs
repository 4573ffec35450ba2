using System.Text;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Organizations;

/// <summary>The business context of organizations and its last revisions.</summary>
internal sealed class ContextStore(ITableStore store, RevisedRows rows)
{
    public const int RevisionsKept = 20;

    public async Task<Revised<string>> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        Read(await rows.ReadAsync(Tables.Context, Current(organization), cancel));

    /// <returns>The context as it is now, and whether the condition held.</returns>
    public async Task<(Revised<string> Now, bool Allowed)> ReplaceAsync(
        OrganizationId organization,
        string text,
        RevisionCondition condition,
        string by,
        CancellationToken cancel
    )
    {
        var (now, allowed) = await rows.SaveAsync(
            Tables.Context,
            Current(organization),
            Encoding.UTF8.GetBytes(text),
            condition,
            by,
            (revision => Revision(organization, revision), RevisionsKept),
            Audit,
            cancel
        );
        return (Read(now), allowed);
    }

    /// <summary>The revisions that are kept, newest first, without their texts.</summary>
    public async Task<IReadOnlyList<Revised<string>>> ListAsync(OrganizationId organization, CancellationToken cancel)
    {
        var range = RowRange.WithPrefix(PartitionOf(organization), "r") with { Select = ["Revision", "UpdatedAt", "UpdatedBy"] };
        return await store.ReadAllAsync(Tables.Context, range, cancel).Select(row => Read(RevisedRows.Read(row))).ToListAsync(cancel);
    }

    /// <returns>Null when there is no such revision, or it is no longer kept.</returns>
    public async Task<Revised<string>?> FindAsync(OrganizationId organization, long revision, CancellationToken cancel) =>
        await store.ReadAsync(Tables.Context, Revision(organization, revision), cancel) is { } row ? Read(RevisedRows.Read(row)) : null;

    public static string PartitionOf(OrganizationId organization) => organization.Value;

    private static AuditEntry? Audit(Revised<byte[]> before, Revised<byte[]> after) =>
        before.Content.AsSpan().SequenceEqual(after.Content)
            ? null
            : new AuditEntry(
                after.UpdatedAt!.Value,
                after.UpdatedBy!,
                AuditActions.ContextChanged,
                null,
                new JsonObject { ["revision"] = after.Revision }
            );

    private static Revised<string> Read(Revised<byte[]> row) =>
        new(Encoding.UTF8.GetString(row.Content), row.Revision, row.UpdatedAt, row.UpdatedBy);

    private static RowKey Current(OrganizationId organization) => new(PartitionOf(organization), "current");

    /// <summary>Counts down, so that the newest revision comes first.</summary>
    private static RowKey Revision(OrganizationId organization, long revision) =>
        new(PartitionOf(organization), KeyText.Join("r", KeyText.OldestFirst(long.MaxValue - revision)));
}
