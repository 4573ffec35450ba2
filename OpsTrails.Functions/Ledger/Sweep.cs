using Microsoft.Extensions.Options;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Completes claimed events that a killed process, failing storage or a failing topic left unfinished. It scans the outbox, which is almost
/// always empty. Any number of instances may sweep at once.
/// </summary>
internal sealed partial class Sweep(
    ITableStore store,
    EventCompletion completion,
    DeletionSteps deletions,
    Publisher publisher,
    Leases leases,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<Sweep> logger
)
{
    public const string Work = "sweep";

    /// <summary>An entry dated further ahead comes from a clock that is wrong. Waiting for its time could take days.</summary>
    private static readonly TimeSpan AheadAfter = TimeSpan.FromMinutes(1);

    private const int MaxBytesPerPage = 64 * 1024 * 1024;

    private readonly int _rowsPerPage = Math.Clamp(MaxBytesPerPage / options.Value.Limits.EventBytes, 1, TableLimits.RowsPerPage);

    /// <param name="organization">The organization to sweep.</param>
    /// <param name="recordedBefore">Leaves events that were recorded later.</param>
    /// <param name="topic">Whether the topic accepts events in this run.</param>
    /// <param name="cancel">Stops at the next page.</param>
    public async Task<SweepResult> RunAsync(
        OrganizationId organization,
        DateTimeOffset recordedBefore,
        TopicProbe topic,
        CancellationToken cancel
    )
    {
        var (now, ahead) = (clock.GetUtcNow(), 0);
        var young = LedgerKeys.OutboxBetween(Timestamp.From(recordedBefore), Timestamp.From(now + AheadAfter));
        var range = LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue);
        var page = await store.QueryAsync(Tables.Ledger, range, _rowsPerPage, null, cancel);
        var work = new SweepWork(
            organization,
            completion,
            new SweepDeletions(organization, deletions, store, clock, logger),
            publisher,
            topic,
            logger
        );
        if (page.Token is null && !Due(page).Any(work.HasWorkFor))
            return work.Leave(Due(page));
        await using var held = await leases.TakeAsync(organization, Work);
        if (held is null)
            return work.Leave(Due(page));

        while (true)
        {
            var due = Due(page).ToList();
            ahead += due.Count(row => !IsBefore(row, young.Before) && work.HasWorkFor(row));
            await work.DoAsync(due);
            var token = page.Token;
            if (token is null || work.HasFailedTooOften || !await held.KeepAsync())
                break;

            // Without publishing, skip the entries that only wait for the topic. There may be very many.
            if (!topic.Publishes && range.Where.Count == 0 && page.Rows.Count > 0)
                (range, token) = (LedgerKeys.RecordingAfter(organization, page.Rows[^1].Key, Timestamp.MaxValue), null);
            page = await store.QueryAsync(Tables.Ledger, range, _rowsPerPage, token, cancel);
        }

        if (work.Result.Done > 0)
            Log.RolledForward(logger, work.Result.Done, organization.Value);
        if (ahead > 0)
            Log.Ahead(logger, ahead, organization.Value, now);
        return work.Result;

        IEnumerable<Row> Due(RowPage rows) => rows.Rows.Where(row => IsBefore(row, young.From) || !IsBefore(row, young.Before));

        static bool IsBefore(Row row, string key) => string.CompareOrdinal(row.Key.Row, key) < 0;
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "The sweep completed {Count} unfinished events of {Organization}")]
        public static partial void RolledForward(ILogger logger, int count, string organization);

        [LoggerMessage(
            2110,
            LogLevel.Warning,
            "{Count} unfinished events of {Organization} are dated later than now, {Now:O}. The sweep didn't wait for their time. Check "
                + "the clocks of this machine and of all others that run OpsTrails"
        )]
        public static partial void Ahead(ILogger logger, int count, string organization, DateTimeOffset now);
    }
}

/// <param name="Found">Unfinished events that the sweep saw.</param>
/// <param name="Done">Events that it completed.</param>
/// <param name="Left">Events that it saw and left.</param>
internal sealed record SweepResult(int Found, int Done, Backlog Left)
{
    public static readonly SweepResult Nothing = new(0, 0, Backlog.None);
}
