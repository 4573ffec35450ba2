using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Hosting;

/// <summary>What an owner is told beyond ready or not: what waits in the organization's outbox, and how the topic does.</summary>
internal sealed class HealthDetails(
    OutboxStore outbox,
    PoisonStore poison,
    Publisher publisher,
    TopicCircuitBreaker gate,
    SweepRounds rounds,
    TimeProvider clock
)
{
    public const int CountedAtMost = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="organization">The caller's.</param>
    /// <param name="ready">Whether the store answers; it is not asked if not.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<HealthDetail> ReadAsync(OrganizationId organization, bool ready, CancellationToken cancel)
    {
        var (lastRun, backlog, refused) = ready ? await ReadStoreAsync(organization, cancel) : (null, null, null);
        return new HealthDetail(lastRun, backlog, backlog?.LagSeconds(clock.GetUtcNow()), publisher.IsOn ? gate.State : null, refused);
    }

    private async Task<(SweepRun? LastRun, Backlog? Backlog, int? Poison)> ReadStoreAsync(
        OrganizationId organization,
        CancellationToken cancel
    )
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return (
                await rounds.FindLastAsync(either.Token),
                await outbox.CountAsync(organization, CountedAtMost, either.Token),
                await poison.CountAsync(organization, CountedAtMost + 1, either.Token)
            );
        }
        catch (Exception e) when (e is StorageUnavailableException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, null, null);
        }
    }
}

/// <summary>What is told; what could not be counted is null.</summary>
internal sealed record HealthDetail(SweepRun? LastRun, Backlog? Backlog, double? LagSeconds, TopicState? Topic, int? Poison);
