using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.EventGrid;

/// <summary>Stores events that the topic rejected, until they are sent again.</summary>
internal sealed class PoisonStore(ITableStore store, TimeProvider clock)
{
    /// <summary>Adds an event, unless it is already stored.</summary>
    public async Task KeepAsync(OrganizationId organization, RecordedEvent e, TopicAnswer answer) =>
        await store.WriteAsync(
            Tables.Poison,
            [Storage.Write.Add(new PoisonedEvent(e, answer.Reason, Timestamp.From(clock.GetUtcNow()), 1).Write(organization))],
            CancellationToken.None
        );

    public async ValueTask<PoisonedEvent?> FindAsync(OrganizationId organization, string id, CancellationToken cancel) =>
        PoisonedEvent.IsId(id) && await store.ReadAsync(Tables.Poison, PoisonedEvent.Key(organization, id), cancel) is { } row
            ? PoisonedEvent.Read(row)
            : null;

    /// <summary>Lists events newest first, with one more than the limit if there are more.</summary>
    public async Task<IReadOnlyList<PoisonedEvent>> ListAsync(
        OrganizationId organization,
        string? after,
        int limit,
        CancellationToken cancel
    )
    {
        var range = RowRange.InPartition(organization.Value, after: after);
        return [.. (await store.ReadUpToAsync(Tables.Poison, range, limit + 1, cancel)).Select(PoisonedEvent.Read)];
    }

    /// <summary>Counts up to a limit.</summary>
    public async Task<int> CountAsync(OrganizationId organization, int limit, CancellationToken cancel) =>
        await store
            .ReadAllAsync(Tables.Poison, RowRange.InPartition(organization.Value) with { Select = ["Attempts"] }, cancel)
            .Take(limit)
            .CountAsync(cancel);

    /// <summary>Records that the topic rejected the event again.</summary>
    public async Task<PoisonedEvent?> RecordRefusalAsync(OrganizationId organization, PoisonedEvent poisoned, TopicAnswer answer)
    {
        var key = PoisonedEvent.Key(organization, poisoned.Id);
        if (await store.ReadAsync(Tables.Poison, key, CancellationToken.None) is not { } found)
            return null;
        var row = await RowMerges.MergeAsync(
            store,
            Tables.Poison,
            key,
            found,
            current =>
                current is null
                    ? null
                    : (
                        PoisonedEvent.Read(current) with
                        {
                            Reason = answer.Reason,
                            RefusedAt = Timestamp.From(clock.GetUtcNow()),
                            Attempts = current.RequiredNumber("Attempts") + 1,
                        }
                    ).Write(organization)
        );
        return PoisonedEvent.Read(row);
    }

    /// <summary>Removes a deleted event.</summary>
    public Task RemoveAsync(OrganizationId organization, RecordedEvent e) => RemoveAsync(organization, PoisonedEvent.IdOf(e));

    public async Task RemoveAsync(OrganizationId organization, string id) =>
        await store.WriteAsync(Tables.Poison, [Storage.Write.Delete(PoisonedEvent.Key(organization, id))], CancellationToken.None);
}
