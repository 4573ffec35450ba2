using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// The format of the stored rows, itself a row. A store of another format is refused, because its keys order events differently. Only
/// <c>backup</c> reads the former format.
/// </summary>
internal sealed class StoreFormat(ITableStore store)
{
    /// <summary>Event keys order events of equal time by when they were recorded.</summary>
    public const long Current = 2;

    /// <summary>Event keys ordered events of equal time by their hash. Such a store has events but no row with its format.</summary>
    public const long Former = 1;

    private const string Value = "Format";

    public async Task<long> ReadAsync(CancellationToken cancel)
    {
        var row = await store.ReadAsync(Tables.Organizations, InstallationKeys.Format, cancel);
        return row is null ? Former : row.RequiredNumber(Value);
    }

    /// <summary>Writes the format of a new store.</summary>
    /// <exception cref="BackupException">The store has another format.</exception>
    public async Task EnsureCurrentAsync(CancellationToken cancel)
    {
        var format = await ReadAsync(cancel);
        if (format == Current)
            return;
        if (format > Current)
            throw new BackupException(
                $"This store has format {format}. This version reads format {Current}. Start the version of OpsTrails that wrote it."
            );
        if ((await store.ReadFirstPageAsync(Tables.Events, RestoreMarker.Everything, 1, cancel)).Count > 0)
            throw new BackupException(
                $"This store has format {Former}, written by an earlier version. This version reads format {Current}. Back up the store "
                    + "with this version (backup --to <file>), set OpsTrails:Storage to an empty folder or account, and restore the "
                    + "backup there (restore --from <file>)."
            );
        await WriteAsync(cancel);
    }

    public async Task WriteAsync(CancellationToken cancel) =>
        await store.WriteAsync(Tables.Organizations, [Write.Upsert(new Row(InstallationKeys.Format) { [Value] = Current })], cancel);
}
