using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>Says that a restore into this store is under way, so that nobody serves half of a backup.</summary>
internal sealed class RestoreMarker(ITableStore store, TimeProvider clock)
{
    private static readonly RowKey Key = new("installation", "restore");

    /// <summary>All rows of a table.</summary>
    public static RowRange Everything => RowRange.Partitions("!", "~~");

    /// <exception cref="BackupException">A restore was begun here and is not finished.</exception>
    public async Task EnsureNoneAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } marker)
            throw Unfinished(
                marker.RequiredText("Time"),
                $"Run it again with the same file, it goes on where it was (restore --from {marker.RequiredText("File")})"
            );
    }

    /// <summary>Begins a restore, or goes on with the one that was begun.</summary>
    /// <exception cref="BackupException">The store holds something else.</exception>
    public async Task BeginAsync(string file, string time, string checksum, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } marker)
        {
            if (marker.RequiredText("Checksum") != checksum)
                throw Unfinished(marker.RequiredText("Time"), "This is another one: restore that one first, or begin with an empty store");
            return;
        }
        foreach (var table in Tables.All)
        {
            if (await store.ReadAllAsync(table, Everything, cancel).AnyAsync(cancel))
                throw new BackupException(
                    $"The store is not empty: there are rows in {table}. A backup is restored into an empty store only; name another folder or account with OpsTrails:Storage, or take the events alone in with: import --from {file}"
                );
        }
        var row = new Row(Key)
        {
            ["Checksum"] = checksum,
            ["Time"] = time,
            ["File"] = Path.GetFileName(file),
            ["BegunAt"] = clock.GetUtcNow().UtcTicks,
        };
        await store.WriteAsync(Tables.Organizations, [Write.Upsert(row)], cancel);
    }

    /// <summary>From now on the store is one like any other.</summary>
    public Task EndAsync() => store.DeleteAsync(Tables.Organizations, [(Key, null)]);

    private async Task<Row?> FindAsync(CancellationToken cancel) => await store.ReadAsync(Tables.Organizations, Key, cancel);

    private static BackupException Unfinished(string time, string whatToDo) =>
        new($"The restore of the backup of {time} into this store was begun and is not finished. {whatToDo}.");
}
