using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Limits;

/// <summary>
/// Quota of events per organization and UTC day. The feed numbers the events of all instances, so the day's use is the feed's counter minus
/// its value at the start of the day. The first request of the day stores that value. Without a quota nothing is read.
/// </summary>
internal sealed class DailyQuota(ITableStore store, EventFeed feed, IOptions<OpsTrailsOptions> options, TimeProvider clock)
{
    /// <summary>How long an instance uses a cached counter plus its own events.</summary>
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<OrganizationId, Usage> _usage = new();

    /// <returns>Null when the quota allows the events.</returns>
    public async ValueTask<LimitExceeded?> TakeAsync(OrganizationId organization, int events, CancellationToken cancel)
    {
        var limit = options.Value.Quota.EventsPerDay;
        if (limit == 0)
            return null;

        var now = clock.GetUtcNow();
        if (
            !_usage.TryGetValue(organization, out var usage)
            || clock.GetElapsedTime(usage.ReadAt) > CacheDuration
            || now.UtcDateTime.Date != usage.Day
        )
            _usage[organization] = usage = await ReadAsync(organization, now, cancel);
        if (Interlocked.Add(ref usage.Used, events) <= limit)
            return null;

        Interlocked.Add(ref usage.Used, -events);
        return new LimitExceeded(
            $"The organization has reached its limit of {limit} events a day. The count resets at midnight UTC.",
            now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime
        );
    }

    private async Task<Usage> ReadAsync(OrganizationId organization, DateTimeOffset now, CancellationToken cancel)
    {
        var readAt = clock.GetTimestamp();
        var count = await feed.CountRecordedAsync(organization, cancel);
        var day = new RowKey(KeyText.Join("usage", organization.Value), KeyText.DayNewestFirst(now.UtcTicks));
        var start = await store.ReadAsync(Tables.Organizations, day, cancel);
        if (start is null)
        {
            await store.WriteAsync(Tables.Organizations, [Write.Add(new Row(day) { ["CountAtStart"] = count })], cancel);
            start = await store.ReadAsync(Tables.Organizations, day, cancel);
        }
        return new Usage
        {
            ReadAt = readAt,
            Day = now.UtcDateTime.Date,
            Used = count - (start?.RequiredNumber("CountAtStart") ?? count),
        };
    }

    private sealed class Usage
    {
        /// <summary>A timestamp of the clock.</summary>
        public required long ReadAt { get; init; }

        public required DateTime Day { get; init; }

        public long Used;
    }
}
