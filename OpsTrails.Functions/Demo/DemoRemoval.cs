using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Days.Rows;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Demo;

/// <summary>
/// Removes the demo as if it had never been there. The timeline rows go after everything that is found by them, then the events leave the
/// feed, and last the marker goes. So a removal that was stopped anywhere is continued from its marker, and every step can be repeated.
/// </summary>
internal sealed class DemoRemoval(
    ITableStore store,
    DemoMarkers markers,
    DemoDerivation derivation,
    EventCompletion completion,
    EventFeed feed,
    DayMarks days,
    SettingsStore settings,
    Leases leases,
    TimeProvider clock
)
{
    private const string Work = "demo";
    private const int EventsAtOnce = 100;

    /// <summary>Removes the demo, or what an interrupted removal has left of it.</summary>
    /// <returns>The number of events, and whether they are gone. Otherwise another instance is removing them.</returns>
    public async Task<(int Events, bool IsDone)> RunAsync(OrganizationId organization, string by)
    {
        if (await markers.ReadAsync(organization, CancellationToken.None) is not { } marker)
            return (0, true);
        if (marker.Removing is null)
        {
            await CompleteAsync(organization);
            var events = (await FindAsync(organization, marker)).Count;
            marker = await markers.BeginRemovalAsync(organization, Timestamp.From(clock.GetUtcNow()), by, events);
        }
        return marker is null ? (0, true) : (marker.Events, await RemoveAsync(organization, marker));
    }

    /// <summary>Continues an interrupted removal.</summary>
    public async Task ContinueAsync(OrganizationId organization, CancellationToken cancel)
    {
        if (await markers.ReadAsync(organization, cancel) is { Removing: not null } marker)
            await RemoveAsync(organization, marker);
    }

    private async Task<bool> RemoveAsync(OrganizationId organization, DemoMarker marker)
    {
        await using var held = await leases.TakeAsync(organization, Work);
        if (held is null)
            return false;
        await CompleteAsync(organization);
        var own = (await settings.ReadAsync(organization, CancellationToken.None)).Content;

        // Before and after, as a day may be counted meanwhile. The second time comes before the marker goes.
        await MarkDaysAsync();

        // A slow instance may still have written rows of an event during the first round.
        for (var rows = await FindAsync(organization, marker); rows.Count > 0; rows = await FindAsync(organization, marker))
        {
            if (!await held.KeepAsync())
                return false;
            var events = rows.ConvertAll(EventRow.Read);
            await store.DeleteAsync(Tables.Events, events.Select(e => (EventKeys.Truth(organization, e), (string?)null)));
            await store.DeleteAsync(Tables.Ledger, await FindClaimsAsync(organization, events));
            await derivation.DeriveAsync(organization, events, own);
            await store.DeleteAsync(Tables.Timeline, rows.Select(row => (row.Key, (string?)row.ETag)));
        }
        await MarkDaysAsync();
        await RemoveRefusedAsync(organization);
        await feed.EmptyDemoAsync(organization);
        await store.WriteAsync(Tables.Settings, [Audit(organization, marker)], CancellationToken.None);
        return await feed.ResetAsync(organization, LedgerKeys.Demo(organization), Timestamp.From(clock.GetUtcNow()));

        Task MarkDaysAsync() =>
            days.MarkAsync(organization, Enumerable.Range(0, (int)(marker.To.Day - marker.From.Day + 1)).Select(i => marker.From.Day + i));
    }

    /// <summary>Completes demo events that are still being recorded, so that they are found in the timeline and the feed.</summary>
    private async Task CompleteAsync(OrganizationId organization)
    {
        var range = LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue) with { Where = [EventRow.OfDemo] };
        var rows = await store.ReadAllAsync(Tables.Ledger, range, CancellationToken.None).ToListAsync();
        foreach (var entries in rows.Where(OutboxEntry.IsRecording).Select(OutboxEntry.Read).Chunk(EventsAtOnce))
        {
            if ((await completion.FinishAsync(organization, entries)).Result != FinishResult.Done)
                throw new StorageUnavailableException("Demo events can't be completed.");
        }
    }

    private async Task<List<Row>> FindAsync(OrganizationId organization, DemoMarker marker)
    {
        var range = EventKeys.TimelineOfDays(organization, marker.From, marker.To) with { Where = [EventRow.OfDemo] };
        return await store.ReadAllAsync(Tables.Timeline, range, CancellationToken.None).ToListAsync();
    }

    private async Task<List<(RowKey Key, string? ETag)>> FindClaimsAsync(OrganizationId organization, List<RecordedEvent> events)
    {
        var claims = new List<(RowKey, string?)>(events.Count);
        foreach (var some in events.Chunk(EventsAtOnce))
        {
            var rows = await Task.WhenAll(
                some.Select(e => store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, e.Source, e.Id), default).AsTask())
            );
            claims.AddRange(
                some.Zip(rows)
                    .Where(pair => pair.Second is { } row && ClaimRow.Read(row).Order == pair.First.Order)
                    .Select(pair => (pair.Second!.Key, pair.Second.ETag))
            );
        }
        return claims;
    }

    /// <summary>Demo events that wait for the topic, or that it refused.</summary>
    private async Task RemoveRefusedAsync(OrganizationId organization)
    {
        var waiting = LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue) with { Where = [EventRow.OfDemo] };
        var refused = RowRange.InPartition(organization.Value) with { Where = [EventRow.OfDemo] };
        foreach (var (table, range) in ((string, RowRange)[])[(Tables.Ledger, waiting), (Tables.Poison, refused)])
        {
            var rows = await store.ReadAllAsync(table, range, CancellationToken.None).ToListAsync();
            if (rows.Count > 0)
                await store.DeleteAsync(table, rows.Select(row => (row.Key, (string?)null)));
        }
    }

    /// <summary>Written by every run that comes so far, with the same key.</summary>
    private static Write Audit(OrganizationId organization, DemoMarker marker) =>
        AuditRow.Keep(
            SettingsStore.PartitionOf(organization),
            new AuditEntry(
                marker.Removing!.Value,
                marker.By!,
                AuditActions.DemoRemoved,
                null,
                new JsonObject { ["events"] = marker.Events }
            ),
            cause: AuditActions.DemoRemoved
        );
}
