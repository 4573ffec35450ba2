using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Days;

/// <summary>Counts UTC days from the timeline.</summary>
internal sealed class DayCounter(ITableStore store)
{
    private static readonly string[] Members = ["Subject", "Source", "Type", "Severity", "Time", "Hints"];

    /// <summary>Counts days, newest first, and the days next to each other in one scan.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="days">The days.</param>
    /// <param name="now">Later events are left out.</param>
    /// <param name="types">The meanings of types.</param>
    /// <param name="maxPages">The number of pages of 1,000 events after which it ends, once a day was counted.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <returns>The days that were counted to their end, each with its environments.</returns>
    public async Task<Dictionary<long, IReadOnlyList<CountedDay>>> CountAsync(
        OrganizationId organization,
        IEnumerable<long> days,
        Timestamp now,
        TypeMeanings types,
        int maxPages,
        CancellationToken cancel
    )
    {
        var counted = new Dictionary<long, IReadOnlyList<CountedDay>>();
        var pages = 0;
        foreach (var (first, last) in RunsOf(days))
        {
            var open = new Dictionary<string, DayCount>(StringComparer.Ordinal);
            var day = last;
            string? token = null;
            do
            {
                // A day with more events than that is counted to its end, or it would never be.
                if (pages++ >= maxPages && counted.Count > 0)
                    return counted;
                var page = await store.QueryAsync(
                    Tables.Timeline,
                    RangeOf(organization, first, last),
                    TableLimits.RowsPerPage,
                    token,
                    cancel
                );
                foreach (var row in page.Rows)
                {
                    var time = row.RequiredTime("Time");
                    EndDaysUntil(time.Day);
                    if (time > now)
                        continue;
                    var subject = row.Text("Subject") ?? "";
                    if (!open.TryGetValue(subject, out var count))
                        open[subject] = count = new DayCount();
                    count.Add(
                        DayEntry.Of(
                            time,
                            row.RequiredText("Type"),
                            EventHints.Parse(row.Text("Hints")),
                            row.Text("Severity"),
                            row.RequiredText("Source"),
                            types
                        )
                    );
                }
                token = page.Token;
            } while (token is not null);
            EndDaysUntil(first - 1);

            void EndDaysUntil(long next)
            {
                for (; day > next; day--)
                {
                    counted[day] = [.. open.Select(pair => new CountedDay(day, pair.Key.Length == 0 ? null : pair.Key, pair.Value))];
                    open = new Dictionary<string, DayCount>(StringComparer.Ordinal);
                }
            }
        }
        return counted;
    }

    private static RowRange RangeOf(OrganizationId organization, long first, long last) =>
        EventKeys.TimelineOfDays(organization, Timestamp.OfDay(first), Timestamp.OfDay(last)) with
        {
            Select = Members,
        };

    /// <summary>Days next to each other, newest first.</summary>
    private static IEnumerable<(long First, long Last)> RunsOf(IEnumerable<long> days)
    {
        (long First, long Last)? run = null;
        foreach (var day in days.Distinct().OrderDescending())
        {
            if (run is { } current && current.First == day + 1)
                run = (day, current.Last);
            else
            {
                if (run is { } ended)
                    yield return ended;
                run = (day, day);
            }
        }
        if (run is { } last)
            yield return last;
    }
}
