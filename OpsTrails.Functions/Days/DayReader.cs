using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Days.Rows;

namespace OpsTrails.Functions.Days;

/// <summary>
/// Reads the counts of UTC days. A day that is stored and not stale costs nothing more; every other day is counted from the timeline, and
/// stored once it has ended.
/// </summary>
internal sealed class DayReader(DayRows rows, DayMarks marks, DayCounter counter, TimeProvider clock)
{
    /// <summary>Clocks of instances differ, so a day that ended just now is counted again.</summary>
    private static readonly TimeSpan StoredAfter = TimeSpan.FromHours(1);

    /// <summary>Pages of 1,000 events that one read counts at most. The next read counts on.</summary>
    public int MaxPages { get; set; } = 100;

    /// <param name="organization">The organization.</param>
    /// <param name="first">The first UTC day, as days since 0001-01-01.</param>
    /// <param name="last">The last UTC day, inclusive.</param>
    /// <param name="types">The meanings of types.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<DaysRead> ReadAsync(OrganizationId organization, long first, long last, TypeMeanings types, CancellationToken cancel)
    {
        var now = Timestamp.From(clock.GetUtcNow());
        last = Math.Min(last, now.Day);
        if (last < first)
            return new DaysRead([], IsComplete: true);

        // The order matters: what is read after the stale days and not one of them is true.
        var stale = await marks.ReadAsync(organization, first, last, cancel);
        var stored = await rows.ReadAsync(organization, first, last, cancel);
        var open = Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i).Where(day => !IsTrue(day)).ToList();

        // What is counted anew each time must not keep the other days from being counted and stored.
        var counted = await counter.CountAsync(organization, open.Where(CanStore), now, types, MaxPages, cancel);
        foreach (
            var (day, counts) in await counter.CountAsync(organization, open.Where(day => !CanStore(day)), now, types, MaxPages, cancel)
        )
            counted[day] = counts;
        await rows.SaveAsync(
            organization,
            counted
                .Where(pair => CanStore(pair.Key))
                .OrderBy(pair => pair.Key)
                .Select(pair => (pair.Key, pair.Value, stored.GetValueOrDefault(pair.Key))),
            stale,
            types
        );

        var missing = open.Where(day => !counted.ContainsKey(day)).ToHashSet();
        return new DaysRead(
            [.. counted.Values.SelectMany(day => day), .. stored.Where(IsShown).SelectMany(pair => pair.Value.Environments)],
            IsComplete: missing.Count == 0
        );

        bool IsTrue(long day) =>
            stored.TryGetValue(day, out var found) && found.IsWhole && found.Types == types.Digest && !stale.Contains(day);

        bool CanStore(long day) => !stale.IsUnsettled(day) && now - Timestamp.OfDay(day + 1) >= StoredAfter;

        bool IsShown(KeyValuePair<long, StoredDay> pair) => !counted.ContainsKey(pair.Key);
    }
}

/// <param name="Days">The counts of each environment and day.</param>
/// <param name="IsComplete">False while some days are not counted or stale. Reading again counts on.</param>
internal sealed record DaysRead(IReadOnlyList<CountedDay> Days, bool IsComplete);
