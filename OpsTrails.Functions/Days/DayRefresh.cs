using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Days.Rows;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Days;

/// <summary>
/// Counts the days that have ended since, and those that are stale, by the timer. An organization whose days nobody has asked for costs one
/// request.
/// </summary>
internal sealed class DayRefresh(DayReader reader, DayRows rows, DayMarks marks, SettingsStore settings, TimeProvider clock)
{
    private const int MaxReads = 20;

    public async Task RunAsync(OrganizationId organization, CancellationToken cancel)
    {
        var yesterday = Timestamp.From(clock.GetUtcNow()).Day - 1;
        var earliest = yesterday - DaysQuery.MaxDays;
        var counted = await rows.ReadCountedAsync(organization, earliest, yesterday, cancel);
        if (counted.Count == 0)
            return;
        var types = (await settings.ReadAsync(organization, cancel)).Content.Types;
        var first = counted.Keys.Min();
        var stale = await marks.ReadAsync(organization, first, yesterday, cancel);
        var due = Enumerable
            .Range(0, (int)(yesterday - first + 1))
            .Select(i => first + i)
            .Where(day => stale.Marks.ContainsKey(day) || counted.GetValueOrDefault(day) != types.Digest)
            .ToList();
        if (due.Count == 0)
            return;
        for (var read = 0; read < MaxReads; read++)
        {
            if ((await reader.ReadAsync(organization, due[0], due[^1], types, cancel)).IsComplete)
                return;
        }
    }
}
