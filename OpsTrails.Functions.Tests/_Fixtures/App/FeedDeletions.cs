using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Deletes events from the feed alone, without the other steps of a deletion.</summary>
internal static class FeedDeletions
{
    /// <summary>Puts the deletion into the outbox, as the first step of a deletion does.</summary>
    public static async Task<DeletionEntry> BeginDeletionAsync(this TestApp app, string id, Timestamp? deletedAt = null)
    {
        // The sweep may have removed an earlier event of this id.
        var truth = (await app.RowsAsync(Tables.Events)).Select(EventRow.Read).Where(e => e.Id == id).MaxBy(e => e.CreatedAt)!;
        return await app.BeginDeletionAsync(truth, deletedAt);
    }

    public static async Task<DeletionEntry> BeginDeletionAsync(this TestApp app, RecordedEvent e, Timestamp? deletedAt = null)
    {
        var at = deletedAt ?? Timestamp.From(app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var entry = DeletionEntry.Of(app.Organization, e, at);
        await app.Store.WriteAsync(Tables.Ledger, [Write.Add(entry.Write())], CancellationToken.None);
        return entry;
    }

    public static Task<bool> DeleteFromFeedAsync(this TestApp app, DeletionEntry entry) =>
        app.Services.GetRequiredService<EventFeed>().DeleteAsync(app.Organization, entry);

    public static async Task DeleteFromFeedAsync(this TestApp app, params string[] ids)
    {
        foreach (var id in ids)
            Assert.True(await app.DeleteFromFeedAsync(await app.BeginDeletionAsync(id)));
    }
}
