using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Rolls forward what was claimed and not finished: by a process that was killed, or while storage or the topic was failing. One ordered scan of rows
/// that are nearly always none; any number of instances may do it at once.
/// </summary>
internal sealed partial class Sweep(
    ITableStore store,
    EventCompletion recording,
    Publisher publisher,
    Leases leases,
    IOptions<OpsTrailsOptions> options,
    ILogger<Sweep> logger
)
{
    public const string Work = "sweep";

    private const int MostBytesPerPage = 64 * 1024 * 1024;

    private readonly int _rowsPerPage = Math.Clamp(MostBytesPerPage / options.Value.Limits.EventBytes, 1, TableLimits.RowsPerPage);

    /// <summary>Finishes what was recorded before a moment.</summary>
    /// <param name="organization">Whose.</param>
    /// <param name="recordedBefore">The moment.</param>
    /// <param name="topic">What this round knows of the topic.</param>
    /// <param name="cancel">Stops at the next page.</param>
    public async Task<SweepResult> RunAsync(
        OrganizationId organization,
        DateTimeOffset recordedBefore,
        TopicProbe topic,
        CancellationToken cancel
    )
    {
        var range = LedgerKeys.JournalBefore(organization, recordedBefore.UtcTicks);
        var page = await store.QueryAsync(Tables.Ledger, range, _rowsPerPage, null, cancel);
        var work = new SweepWork(organization, recording, publisher, topic, logger);
        if (page.Token is null && !page.Rows.Any(work.Concerns))
            return work.Leave(page.Rows);
        await using var held = await leases.TakeAsync(organization, Work);
        if (held is null)
            return work.Leave(page.Rows);

        while (true)
        {
            await work.DoAsync(page.Rows);
            var token = page.Token;
            if (token is null || work.IsHopeless || !await held.KeepAsync())
                break;

            // When nothing is published, what stands before the events that are not yet visible everywhere is passed over: it may be very many.
            if (!topic.Publishes && range.Where.Count == 0 && page.Rows.Count > 0)
                (range, token) = (LedgerKeys.RecordingAfter(organization, page.Rows[^1].Key, recordedBefore.UtcTicks), null);
            page = await store.QueryAsync(Tables.Ledger, range, _rowsPerPage, token, cancel);
        }

        if (work.Result.Done > 0)
            Log.RolledForward(logger, work.Result.Done, organization.Value);
        return work.Result;
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "Rolled forward {Count} unfinished events of {Organization}")]
        public static partial void RolledForward(ILogger logger, int count, string organization);
    }
}

/// <summary>What a sweep of one organization came to.</summary>
/// <param name="Found">Unfinished events that it saw.</param>
/// <param name="Done">Those of them that it finished.</param>
/// <param name="Left">Those that it left, as far as it looked.</param>
internal sealed record SweepResult(int Found, int Done, Backlog Left)
{
    public static readonly SweepResult Nothing = new(0, 0, Backlog.None);
}
