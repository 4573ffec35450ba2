using System.Runtime.InteropServices;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Grid;

/// <summary>Counts the events of each cell in the 24 hours up to a moment.</summary>
internal sealed class DayCounts(ITableStore store)
{
    private const int MaxRounds = 10;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Names = ["Subject", "Source"];

    /// <summary>Counts the events of one cell under its name as sent, up to a limit.</summary>
    public async Task<int> CountAsync(OrganizationId organization, CellName cell, Timestamp at, CancellationToken cancel)
    {
        var start = Timestamp.Max(Timestamp.MinValue, at - Day).Next();
        var range = EventKeys.CellAfter(organization, cell, EventPosition.AfterAllAt(at.Next()), start) with { Select = ["Time"] };
        return (await store.ReadUpToAsync(Tables.Events, range, MaxRounds * TableLimits.RowsPerPage, cancel)).Count;
    }

    public async Task<CellCounts> CountAsync(OrganizationId organization, Timestamp at, OrganizationNames names, CancellationToken cancel)
    {
        var start = Timestamp.Max(Timestamp.MinValue, at - Day);
        var (first, last) = (KeyText.NewestFirst(at.Ticks), KeyText.NewestFirst(start.Ticks));
        var counts = new Dictionary<CellName, int>();

        // Read both days with one query. Start at the moment only when more than a page of events is later, because that costs another
        // query.
        var range = EventKeys.TimelineAfterDay(organization, at + Day, start) with
        {
            Select = Names,
        };
        var isRestOfDay = false;
        string? token = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            var page = await store.QueryAsync(Tables.Timeline, range, TableLimits.RowsPerPage, token, cancel);
            token = page.Token;
            foreach (var row in page.Rows)
            {
                if (string.CompareOrdinal(row.Key.Row, last) >= 0)
                    return new CellCounts(counts, IsComplete: true);
                if (string.CompareOrdinal(row.Key.Row, first) >= 0)
                    CollectionsMarshal.GetValueRefOrAddDefault(
                        counts,
                        names.Cell(new CellName(row.Text("Subject"), row.RequiredText("Source"))),
                        out _
                    )++;
            }

            if (round == 0 && token is not null && page.Rows.Count > 0 && counts.Count == 0)
                (range, token, isRestOfDay) = (
                    EventKeys.TimelineRestOfDay(organization, EventPosition.AfterAllAt(at.Next()), notBefore: null) with
                    {
                        Select = Names,
                    },
                    null,
                    true
                );
            else if (token is null && isRestOfDay)
                (range, isRestOfDay) = (EventKeys.TimelineAfterDay(organization, at, start) with { Select = Names }, false);
            else if (token is null)
                return new CellCounts(counts, IsComplete: true);
        }
        return new CellCounts(counts, IsComplete: false);
    }
}

/// <param name="ByCell">Leaves out cells without an event.</param>
/// <param name="IsComplete">False when only the newest events were counted.</param>
internal sealed record CellCounts(IReadOnlyDictionary<CellName, int> ByCell, bool IsComplete);
