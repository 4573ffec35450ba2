using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>Tells readers in this process at once that events have entered the feed; those of other instances find out by asking the store.</summary>
internal sealed class FeedSignal
{
    /// <summary>Of which organization, and how many events its feed has had by then. Called within a request that writes: must not wait.</summary>
    public event Action<OrganizationId, long>? Appended;

    public void Notify(OrganizationId organization, long count) => Appended?.Invoke(organization, count);
}
