using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Limits;

/// <summary>
/// Events of an organization in a UTC day. The feed already numbers every event of all instances, so the day's use is its counter less what it
/// stood at when the day began, which the first request of the day writes down. Costs nothing while no quota is set.
/// </summary>
internal sealed class DailyQuota(ITableStore store, EventFeed feed, IOptions<OpsTrailsOptions> options, TimeProvider clock)
{
    /// <summary>How long an instance goes by the counter it read last, adding what it admitted since.</summary>
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<OrganizationId, Usage> _usage = new();

    /// <returns>Null when so many more events may be recorded today.</returns>
    public async ValueTask<LimitExceeded?> TakeAsync(OrganizationId organization, int events, CancellationToken cancel)
    {
        var limit = options.Value.Quota.EventsPerDay;
        if (limit == 0)
            return null;

        var now = clock.GetUtcNow();
        if (
            !_usage.TryGetValue(organization, out var usage)
            || now - usage.ReadAt > RememberedFor
            || now.UtcDateTime.Date != usage.ReadAt.UtcDateTime.Date
        )
            _usage[organization] = usage = await ReadAsync(organization, now, cancel);
        if (Interlocked.Add(ref usage.Used, events) <= limit)
            return null;

        Interlocked.Add(ref usage.Used, -events);
        return new LimitExceeded(
            $"The organization may record {limit} events a day; the count starts again at midnight UTC.",
            now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime
        );
    }

    private async Task<Usage> ReadAsync(OrganizationId organization, DateTimeOffset now, CancellationToken cancel)
    {
        var count = await feed.CountAsync(organization, cancel) ?? 0;
        var day = new RowKey(KeyText.Join("usage", organization.Value), KeyText.DayNewestFirst(now.UtcTicks));
        var start = await store.ReadAsync(Tables.Organizations, day, cancel);
        if (start is null)
        {
            await store.WriteAsync(Tables.Organizations, [Write.Add(new Row(day) { ["CountAtStart"] = count })], cancel);
            start = await store.ReadAsync(Tables.Organizations, day, cancel);
        }
        return new Usage { ReadAt = now, Used = count - (start?.RequiredNumber("CountAtStart") ?? count) };
    }

    private sealed class Usage
    {
        public required DateTimeOffset ReadAt { get; init; }

        public long Used;
    }
}
