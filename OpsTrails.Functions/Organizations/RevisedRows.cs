using OpsTrails.Core.Audit;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Organizations;

/// <summary>
/// Rows that are replaced as a whole and count their revisions. Optionally keeps the last revisions in the same partition. Of two
/// concurrent writers one wins; the other tries again, unless it named the revision that it changes.
/// </summary>
internal sealed class RevisedRows(ITableStore store, TimeProvider clock)
{
    private const string Content = "Content";

    public async Task<Revised<byte[]>> ReadAsync(string table, RowKey key, CancellationToken cancel) =>
        Read(await store.ReadAsync(table, key, cancel));

    /// <summary>Replaces the content on a condition.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public Task<(Revised<byte[]> Now, bool Allowed)> SaveAsync(
        string table,
        RowKey key,
        byte[] content,
        RevisionCondition condition,
        string by,
        (Func<long, RowKey> KeyOf, int Kept)? history,
        Func<Revised<byte[]>, Revised<byte[]>, AuditEntry?> audit,
        CancellationToken cancel
    ) => ChangeAsync(table, key, current => condition.Allows(current.Revision) ? content : null, by, history, audit, cancel);

    /// <param name="table">The table.</param>
    /// <param name="key">The row.</param>
    /// <param name="decide">Returns the new content, or null to leave the row. Called again when another caller was faster.</param>
    /// <param name="by">Who makes the change.</param>
    /// <param name="history">Names the row of a revision in the same partition, and how many are kept; null to keep none.</param>
    /// <param name="audit">Describes what a revision changed; null when nothing is to be audited.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The row as it is now, and whether the change was allowed. The same content makes no new revision.</returns>
    public Task<(Revised<byte[]> Now, bool Allowed)> ChangeAsync(
        string table,
        RowKey key,
        Func<Revised<byte[]>, byte[]?> decide,
        string by,
        (Func<long, RowKey> KeyOf, int Kept)? history,
        Func<Revised<byte[]>, Revised<byte[]>, AuditEntry?> audit,
        CancellationToken cancel
    ) =>
        store.UpdateAsync(
            table,
            key,
            (row, attempt) =>
            {
                var current = Read(row);
                if (attempt.HasSigned(row))
                    return Update.Nothing((current, true));
                if (decide(current) is not { } content)
                    return Update.Nothing((current, false));
                if (row is not null && current.Content.AsSpan().SequenceEqual(content))
                    return Update.Nothing((current, true));

                var next = new Revised<byte[]>(content, current.Revision + 1, Timestamp.From(clock.GetUtcNow()), by);
                var changed = attempt.Sign(Write(key, next));
                List<Write> writes = [row is null ? Storage.Write.Add(changed) : Storage.Write.Replace(changed, row.ETag!)];
                if (history is { } kept)
                {
                    writes.Add(Storage.Write.Upsert(attempt.Sign(Write(kept.KeyOf(next.Revision), next))));

                    // The oldest revision may be gone already: then its deletion failed the attempt before.
                    var oldestIsGone = attempt.Failed is { Failure: WriteFailure.NotFound, FailedIndex: 2 };
                    if (next.Revision > kept.Kept && !oldestIsGone)
                        writes.Add(Storage.Write.Delete(kept.KeyOf(next.Revision - kept.Kept)));
                }
                if (audit(current, next) is { } entry)
                    writes.Add(AuditRow.Keep(key.Partition, entry));
                return Update.To((next, true), writes);
            },
            cancel
        );

    public static Revised<byte[]> Read(Row? row) =>
        row is null
            ? new([], 0, null, null)
            : new(row.Pieces(Content) ?? [], row.RequiredNumber("Revision"), row.RequiredTime("UpdatedAt"), row.RequiredText("UpdatedBy"));

    private static Row Write(RowKey key, Revised<byte[]> revised)
    {
        var row = new Row(key)
        {
            ["Revision"] = revised.Revision,
            ["UpdatedAt"] = revised.UpdatedAt?.Ticks,
            ["UpdatedBy"] = revised.UpdatedBy!,
        };
        row.SetPieces(Content, revised.Content);
        return row;
    }
}
