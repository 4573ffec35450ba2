using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Time and result of the last sweep on any instance. A Functions host runs timers on separate instances, so an instance can't answer that
/// from its memory.
/// </summary>
internal sealed class LastSweep(ITableStore store)
{
    /// <returns>Null before the first sweep.</returns>
    public async ValueTask<SweepRun?> ReadAsync(CancellationToken cancel)
    {
        var row = await store.ReadAsync(Tables.Leases, InstallationKeys.LastSweep, cancel);
        return row is null ? null : new SweepRun(row.RequiredTime("EndedAt").ToDateTimeOffset(), row.RequiredNumber("Succeeded") == 1);
    }

    public async Task WriteAsync(SweepRun run, CancellationToken cancel) =>
        await store.WriteAsync(
            Tables.Leases,
            [
                Write.Upsert(
                    new Row(InstallationKeys.LastSweep) { ["EndedAt"] = run.EndedAt.UtcTicks, ["Succeeded"] = run.Succeeded ? 1L : 0L }
                ),
            ],
            cancel
        );
}

/// <summary>A sweep that has ended.</summary>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Succeeded">Whether it succeeded for every organization.</param>
internal sealed record SweepRun(DateTimeOffset EndedAt, bool Succeeded);
