using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Days.Rows;

/// <summary>
/// Which days are not as they were counted. From its claim until it is in the feed, the outbox entry of an event says so. The transaction
/// of its feed entry leaves a mark instead. Deletions do the same.
/// </summary>
internal sealed class DayMarks(ITableStore store)
{
    private const int MaxPages = 5;

    /// <summary>Marks days whose events change otherwise, such as by retention.</summary>
    public async Task MarkAsync(OrganizationId organization, IEnumerable<long> days)
    {
        foreach (var some in days.Distinct().Chunk(TableLimits.WritesPerTransaction))
            await store.WriteAsync(
                Tables.Ledger,
                [.. some.Select(day => Write.Upsert(new Row(LedgerKeys.StaleDay(organization, day))))],
                CancellationToken.None
            );
    }

    /// <summary>
    /// The marks, and the days of events that are being recorded or deleted. Days read after it and not named by it are true; so are counts
    /// begun after it.
    /// </summary>
    public async Task<StaleDays> ReadAsync(OrganizationId organization, long first, long last, CancellationToken cancel)
    {
        // An event leaves the outbox in the transaction of its mark, so read the outbox first.
        var unsettled = new HashSet<long>();
        string? token = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var read = await store.QueryAsync(Tables.Ledger, LedgerKeys.Unsettled(organization), TableLimits.RowsPerPage, token, cancel);
            unsettled.UnionWith(read.Rows.Select(row => row.RequiredTime("Time").Day));
            token = read.Token;
            if (token is null)
                break;
        }
        var marks = await store
            .ReadAllAsync(Tables.Ledger, LedgerKeys.StaleDays(organization, first, last), cancel)
            .ToDictionaryAsync(row => LedgerKeys.StaleDayOf(row.Key), row => row.ETag!, cancellationToken: cancel);
        return new StaleDays(unsettled, marks, IsComplete: token is null);
    }

    /// <summary>Removes marks of days that were counted after the marks were read. A mark that was set anew stays.</summary>
    public async Task RemoveAsync(OrganizationId organization, IEnumerable<(long Day, string ETag)> marks)
    {
        var rows = marks.Select(mark => (LedgerKeys.StaleDay(organization, mark.Day), (string?)mark.ETag)).ToList();
        if (rows.Count > 0)
            await store.DeleteAsync(Tables.Ledger, rows);
    }
}

/// <param name="Unsettled">Days of events that are being recorded or deleted. Their counts hold only for now.</param>
/// <param name="Marks">Marked days, each with the version of its mark.</param>
/// <param name="IsComplete">Whether the whole outbox was read. Otherwise any day may be unsettled.</param>
internal sealed record StaleDays(IReadOnlySet<long> Unsettled, IReadOnlyDictionary<long, string> Marks, bool IsComplete)
{
    public bool Contains(long day) => IsUnsettled(day) || Marks.ContainsKey(day);

    public bool IsUnsettled(long day) => !IsComplete || Unsettled.Contains(day);
}
