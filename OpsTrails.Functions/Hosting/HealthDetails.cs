using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Hosting;

/// <summary>Health details for owners: the last sweep, the organization's outbox, and the state of the topic.</summary>
internal sealed class HealthDetails(
    OutboxStore outbox,
    PoisonStore poison,
    Publisher publisher,
    TopicCircuitBreaker breaker,
    SweepRuns runs,
    CellDerivation derivation,
    TimeProvider clock
)
{
    public const int MaxCount = 1_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="organization">The caller's.</param>
    /// <param name="ready">Whether the store answers. If not, it is not read.</param>
    /// <param name="cancel">Cancels the reads.</param>
    public async Task<HealthDetail> ReadAsync(OrganizationId organization, bool ready, CancellationToken cancel)
    {
        var (lastRun, backlog, refused, stale) = ready ? await ReadStoreAsync(organization, cancel) : (null, null, null, null);
        return new HealthDetail(
            lastRun,
            backlog,
            backlog?.LagSeconds(clock.GetUtcNow()),
            publisher.IsOn ? breaker.State : null,
            refused,
            stale
        );
    }

    private async Task<(SweepRun? LastRun, Backlog? Backlog, int? Poison, int? Stale)> ReadStoreAsync(
        OrganizationId organization,
        CancellationToken cancel
    )
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            return (
                await runs.FindLastAsync(either.Token),
                await outbox.CountAsync(organization, MaxCount, either.Token),
                await poison.CountAsync(organization, MaxCount + 1, either.Token),
                await derivation.CountAsync(organization, MaxCount + 1, either.Token)
            );
        }
        catch (Exception e) when (e is StorageUnavailableException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, null, null, null);
        }
    }
}

/// <summary>Null where the store did not answer.</summary>
internal sealed record HealthDetail(SweepRun? LastRun, Backlog? Backlog, double? LagSeconds, TopicState? Topic, int? Poison, int? Stale);
