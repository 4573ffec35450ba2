using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>Marks an unfinished restore, so that no program serves a half-restored store.</summary>
internal sealed class RestoreMarker(ITableStore store, TimeProvider clock)
{
    /// <summary>All rows of a table.</summary>
    public static RowRange Everything => RowRange.Partitions("!", "~~");

    /// <exception cref="BackupException">A restore into this store is unfinished.</exception>
    public async Task EnsureNoneAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } marker)
            throw Unfinished(
                marker.RequiredText("Time"),
                $"To continue, run it again with the same file: restore --from {marker.RequiredText("File")}"
            );
    }

    /// <summary>Begins a restore, or continues the unfinished one.</summary>
    /// <exception cref="BackupException">The store isn't empty, or another backup's restore is unfinished.</exception>
    public async Task BeginAsync(string file, string time, string checksum, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } marker)
        {
            if (marker.RequiredText("Checksum") != checksum)
                throw Unfinished(
                    marker.RequiredText("Time"),
                    "This file is a different backup. Finish that restore first, or use an empty store"
                );
            return;
        }
        foreach (var table in Tables.All)
        {
            if (await store.ReadAllAsync(table, Everything, cancel).AnyAsync(cancel))
                throw new BackupException(
                    $"The store is not empty: the table {table} has rows. Restore needs an empty store. Set OpsTrails:Storage to "
                        + "another folder or account, "
                        + $"or record only the events: import --from {file}"
                );
        }
        var row = new Row(InstallationKeys.Restore)
        {
            ["Checksum"] = checksum,
            ["Time"] = time,
            ["File"] = Path.GetFileName(file),
            ["BegunAt"] = clock.GetUtcNow().UtcTicks,
        };
        await store.WriteAsync(Tables.Organizations, [Write.Upsert(row)], cancel);
    }

    public Task EndAsync() => store.DeleteAsync(Tables.Organizations, [(InstallationKeys.Restore, null)]);

    private async Task<Row?> FindAsync(CancellationToken cancel) =>
        await store.ReadAsync(Tables.Organizations, InstallationKeys.Restore, cancel);

    private static BackupException Unfinished(string time, string whatToDo) =>
        new($"The restore of the backup of {time} into this store is unfinished. {whatToDo}.");
}
