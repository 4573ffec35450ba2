using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Rolls forward what was claimed and not finished: by a process that was killed, or while storage was failing. One ordered scan of rows
/// that are nearly always none; any number of instances may do it at once.
/// </summary>
internal sealed partial class Sweep(ITableStore store, Recording recording, ILogger<Sweep> logger)
{
    private const int RowsPerPage = 100;

    /// <summary>Finishes what was recorded before a moment.</summary>
    /// <returns>How many events were found unfinished.</returns>
    public async Task<int> RunAsync(OrganizationId organization, DateTimeOffset recordedBefore, CancellationToken cancel)
    {
        var found = 0;
        string? token = null;
        do
        {
            var page = await store.QueryAsync(Tables.Ledger, LedgerKeys.JournalBefore(organization, recordedBefore.UtcTicks), RowsPerPage, token, cancel);
            var entries = page.Rows.Select(JournalEntry.Read).ToList();
            if (entries.Count > 0)
                await FinishAsync(organization, entries);
            found += entries.Count;
            token = page.Token;
        }
        while (token is not null);

        if (found > 0)
            Log.RolledForward(logger, found, organization.Value);
        return found;
    }

    private async Task FinishAsync(OrganizationId organization, List<JournalEntry> entries)
    {
        if (await recording.FinishAsync(organization, entries) != FinishResult.Failed || entries.Count == 1)
            return;

        // One event that cannot be completed must not hold up the others.
        foreach (var entry in entries)
            await recording.FinishAsync(organization, [entry]);
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "Rolled forward {Count} unfinished events of {Organization}")]
        public static partial void RolledForward(ILogger logger, int count, string organization);
    }
}
