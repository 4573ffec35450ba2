using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>Notifies readers in this process of new events in the feed. Readers on other instances poll the store.</summary>
internal sealed class FeedSignal
{
    /// <summary>
    /// Carries the organization and the sequence of its newest event. Raised within a request that writes, so handlers must not block.
    /// </summary>
    public event Action<OrganizationId, long>? Appended;

    /// <summary>Carries the organization and the sequence of an event that was removed from the feed.</summary>
    public event Action<OrganizationId, long>? Emptied;

    public void NotifyEmptied(OrganizationId organization, long sequence) => Emptied?.Invoke(organization, sequence);

    public void Notify(OrganizationId organization, long count) => Appended?.Invoke(organization, count);
}
