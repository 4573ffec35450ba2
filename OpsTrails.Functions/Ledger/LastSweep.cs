using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// When the sweep last ran and how it went, on whichever instance that was. Timers run on instances of their own under a Functions host, so what an instance
/// knows of itself says nothing there.
/// </summary>
internal sealed class LastSweep(ITableStore store)
{
    // No organization has this name: the row belongs to the installation.
    private static readonly RowKey Key = new("installation", "last-sweep");

    /// <returns>Null before the first.</returns>
    public async ValueTask<SweepRun?> ReadAsync(CancellationToken cancel)
    {
        var row = await store.ReadAsync(Tables.Leases, Key, cancel);
        return row is null
            ? null
            : new SweepRun(new DateTimeOffset(row.RequiredNumber("EndedAt"), TimeSpan.Zero), row.RequiredNumber("Succeeded") == 1);
    }

    public async Task WriteAsync(SweepRun run, CancellationToken cancel) =>
        await store.WriteAsync(
            Tables.Leases,
            [Write.Upsert(new Row(Key) { ["EndedAt"] = run.EndedAt.UtcTicks, ["Succeeded"] = run.Succeeded ? 1L : 0L })],
            cancel
        );
}

/// <summary>A round of the sweep that has ended.</summary>
/// <param name="EndedAt">When.</param>
/// <param name="Succeeded">Whether every organization could be swept.</param>
internal sealed record SweepRun(DateTimeOffset EndedAt, bool Succeeded);
