using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>Notifies readers in this process of new events in the feed. Readers on other instances poll the store.</summary>
internal sealed class FeedSignal
{
    /// <summary>
    /// Carries the organization and the sequence of its newest event. Raised within a request that writes, so handlers must not block.
    /// </summary>
    public event Action<OrganizationId, FeedSequence>? Appended;

    /// <summary>Carries the organization and the sequence of an event that was removed from the feed.</summary>
    public event Action<OrganizationId, FeedSequence>? Emptied;

    public void NotifyEmptied(OrganizationId organization, FeedSequence sequence) => Emptied?.Invoke(organization, sequence);

    public void Notify(OrganizationId organization, FeedSequence newest) => Appended?.Invoke(organization, newest);
}
