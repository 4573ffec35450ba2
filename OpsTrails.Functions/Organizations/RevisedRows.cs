using System.Security.Cryptography;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Organizations;

/// <summary>
/// A row that is replaced as a whole and counts its revisions, and beside it, when wanted, the last of them. Of two writers at once one wins; the
/// other one tries again, unless it said which revision it changes.
/// </summary>
internal sealed class RevisedRows(ITableStore store, TimeProvider clock)
{
    private const int MaxRounds = 64;
    private const string Content = "Content";

    public async Task<Revised<byte[]>> ReadAsync(string table, RowKey key, CancellationToken cancel) =>
        Read(await store.ReadAsync(table, key, cancel));

    /// <param name="table">Its table.</param>
    /// <param name="key">Its row.</param>
    /// <param name="content">What to put there.</param>
    /// <param name="condition">Which revisions may be replaced.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="history">Names the row of a revision in the same partition, and how many are kept; null to keep none.</param>
    /// <param name="audit">Tells what a revision changed of the one before; null when it is nothing.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>What is there now, and whether the condition held. Content that is there already makes no new revision.</returns>
    public async Task<(Revised<byte[]> Now, bool Allowed)> SaveAsync(
        string table,
        RowKey key,
        byte[] content,
        RevisionCondition condition,
        string by,
        (Func<long, RowKey> KeyOf, int Kept)? history,
        Func<Revised<byte[]>, Revised<byte[]>, AuditEntry?> audit,
        CancellationToken cancel
    )
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var oldestIsGone = false;
        for (var round = 1; round <= MaxRounds; round++)
        {
            var row = await store.ReadAsync(table, key, cancel);
            var current = Read(row);

            // A write whose answer was lost on the way is sent again by the client library, and then fails over its own first try.
            if (row?.Text("Nonce") == nonce)
                return (current, true);
            if (!condition.Allows(current.Revision))
                return (current, false);
            if (row is not null && current.Content.AsSpan().SequenceEqual(content))
                return (current, true);

            var next = new Revised<byte[]>(content, current.Revision + 1, clock.GetUtcNow().UtcTicks, by);
            var changed = Write(key, next, nonce);
            List<Write> writes = [row is null ? Storage.Write.Add(changed) : Storage.Write.Replace(changed, row.ETag!)];
            if (history is { } kept)
            {
                writes.Add(Storage.Write.Upsert(Write(kept.KeyOf(next.Revision), next, nonce)));
                if (next.Revision > kept.Kept && !oldestIsGone)
                    writes.Add(Storage.Write.Delete(kept.KeyOf(next.Revision - kept.Kept)));
            }
            if (audit(current, next) is { } entry)
                writes.Add(AuditRow.Keep(key.Partition, entry));
            var result = await store.WriteAsync(table, writes, cancel);
            if (result.Succeeded)
                return (next, true);
            oldestIsGone = result is { Failure: WriteFailure.NotFound, FailedIndex: 2 };
        }
        throw new StorageUnavailableException($"A row of {table} was changed by others {MaxRounds} times in a row.");
    }

    public static Revised<byte[]> Read(Row? row) =>
        row is null
            ? new([], 0, null, null)
            : new(
                row.Pieces(Content) ?? [],
                row.RequiredNumber("Revision"),
                row.RequiredNumber("UpdatedAt"),
                row.RequiredText("UpdatedBy")
            );

    private static Row Write(RowKey key, Revised<byte[]> revised, string nonce)
    {
        var row = new Row(key)
        {
            ["Revision"] = revised.Revision,
            ["UpdatedAt"] = revised.UpdatedAt!,
            ["UpdatedBy"] = revised.UpdatedBy!,
            ["Nonce"] = nonce,
        };
        row.SetPieces(Content, revised.Content);
        return row;
    }
}
