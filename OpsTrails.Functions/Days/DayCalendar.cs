using OpsTrails.Core.Days;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;

namespace OpsTrails.Functions.Days;

/// <summary>Puts counts, incidents and freezes together.</summary>
internal sealed class DayCalendar(DayReader days, IncidentIndex index)
{
    public async Task<DaysAnswer> ReadAsync(
        OrganizationId organization,
        DaysQuery query,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var (start, end, rules) = (query.Start, query.End, IncidentRules.Of(own));
        var reading = days.ReadAsync(organization, start.Day, LastDayOf(end), own.Types, cancel);
        var begun = index.ReadBegunAsync(organization, start, end, IndexRow.KindOfIncidents, rules, cancel);

        // A freeze is found by when it ends, however early it began.
        var freezing = index.ReadOpenAsync(organization, start, IndexRow.KindOfFreezes, rules, cancel);
        await Task.WhenAll(reading, begun, freezing);

        var local = new LocalDays(query, own);
        foreach (var day in (await reading).Days)
            local.Add(day);
        foreach (var incident in (await begun).Incidents)
            local.Add(incident);
        var freezes = (await freezing).Freezes.Where(freeze => freeze.From < end && freeze.Until > freeze.From).ToList();
        foreach (var freeze in freezes)
            local.Add(freeze);
        return DaysAnswer.Of(
            query,
            local,
            own,
            isComplete: (await reading).IsComplete && !(await begun).IsRecomputing && !(await freezing).IsRecomputing
        );
    }

    private static long LastDayOf(Timestamp end) => end.Previous().Day;
}
