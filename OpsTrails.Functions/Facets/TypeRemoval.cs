using OpsTrails.Core.Events;
using OpsTrails.Core.Facets;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Facets;

/// <summary>
/// Finds the first and last day of a type again after the deletion of an event, where its day was one of them. Looks at the timeline, from
/// which the event is gone by then. A day that only retention outlived stays.
/// </summary>
internal sealed class TypeRemoval(ITableStore store, EventTypes types)
{
    private const int MaxAttempts = 32;

    /// <summary>Repeating it also finds events whose days another instance left out, because it took them for stored.</summary>
    public async Task RemoveAsync(OrganizationId organization, RecordedEvent e)
    {
        var (key, day) = (EventTypes.Key(organization, e.Type), e.Time.Day);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            types.Forget(key);
            var row = await store.ReadAsync(Tables.Facets, key, CancellationToken.None);
            SeenDays? stored = row is null ? null : EventTypes.ReadDays(row);
            if (stored is { } seen && seen.First < day && day < seen.Last)
                return;
            var days = await FindAsync(organization, e, stored, day);
            if (days == stored)
                return;
            var write =
                days is null ? Write.Delete(key, row!.ETag)
                : row is null ? Write.Add(EventTypes.Write(key, e.Type, days.Value))
                : Write.Replace(EventTypes.Write(key, e.Type, days.Value), row.ETag!);
            if ((await store.WriteAsync(Tables.Facets, [write], CancellationToken.None)).Succeeded)
            {
                types.Forget(key);
                return;
            }
        }
        throw new StorageUnavailableException($"A row of {Tables.Facets} was changed by others {MaxAttempts} times in a row.");
    }

    /// <returns>Null when no event of the type is left.</returns>
    private async Task<SeenDays?> FindAsync(OrganizationId organization, RecordedEvent e, SeenDays? stored, long day)
    {
        if (await FindNewestAsync(organization, e.Type, day, day) is not null)
            return stored?.Union(new SeenDays(day, day)) ?? new SeenDays(day, day);
        if (stored is not { } seen)
            return null;

        // A day beyond the stored ones is that of a repetition: something may have been left out between them.
        var newest =
            seen.Last > day ? seen.Last
            : seen.Last < day ? await FindNewestAsync(organization, e.Type, seen.Last, day) ?? seen.Last
            : await FindNewestAsync(organization, e.Type, seen.First, day);
        var oldest =
            seen.First < day ? seen.First
            : seen.First > day ? await FindOldestAsync(organization, e.Type, day, seen.First) ?? seen.First
            : await FindOldestAsync(organization, e.Type, day, seen.Last);
        return (oldest ?? newest, newest ?? oldest) is ({ } first, { } last) ? new SeenDays(first, last) : null;
    }

    private async Task<long?> FindNewestAsync(OrganizationId organization, string type, long first, long last)
    {
        var found = await store.ReadFirstPageAsync(
            Tables.Timeline,
            Range(organization, type, first, last),
            take: 1,
            CancellationToken.None
        );
        return found.Count == 0 ? null : DayOf(found[0]);
    }

    /// <summary>The timeline is ordered newest first, so all of it is read.</summary>
    private async Task<long?> FindOldestAsync(OrganizationId organization, string type, long first, long last)
    {
        var rows = store.ReadAllAsync(Tables.Timeline, Range(organization, type, first, last), CancellationToken.None);
        return await rows.LastOrDefaultAsync() is { } oldest ? DayOf(oldest) : null;
    }

    private static RowRange Range(OrganizationId organization, string type, long first, long last) =>
        EventKeys.TimelineOfDays(organization, Timestamp.OfDay(first), Timestamp.OfDay(last)) with
        {
            Where = [new PropertyFilter("Type", [type])],
            Select = ["Type", "Time"],
        };

    private static long DayOf(Row row) => row.RequiredTime("Time").Day;
}
