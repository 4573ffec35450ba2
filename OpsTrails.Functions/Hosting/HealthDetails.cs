using System.Text.Json;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Platform;
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
internal sealed record HealthDetail(SweepRun? LastRun, Backlog? Backlog, double? LagSeconds, TopicState? Topic, int? Poison)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("version", ProgramVersion.Text);
        writer.WriteStartObject("sweep");
        writer.WriteTime("lastRunAt", LastRun?.EndedAt.UtcTicks);
        if (LastRun is null)
            writer.WriteNull("lastSucceeded");
        else
            writer.WriteBoolean("lastSucceeded", LastRun.Succeeded);
        WriteBacklog(writer);
        WriteNumber(writer, "lagSeconds", LagSeconds is { } lag ? Math.Round(lag, 3) : null);
        writer.WriteEndObject();

        writer.WriteStartObject("topic");
        writer.WriteBoolean("configured", Topic is not null);
        writer.WriteString(
            "state",
            Topic is null ? "none"
                : Topic.Delivers ? "delivering"
                : "backing-off"
        );
        writer.WriteString("lastError", Topic?.LastError);
        writer.WriteTime("since", Topic?.Since.UtcTicks);
        writer.WriteEndObject();

        writer.WriteStartObject("poison");
        WriteNumber(writer, "count", Poison is { } count ? Math.Min(count, HealthDetails.CountedAtMost) : null);
        writer.WriteBoolean("more", Poison > HealthDetails.CountedAtMost);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteBacklog(Utf8JsonWriter writer)
    {
        if (Backlog is null)
        {
            writer.WriteNull("backlog");
            return;
        }
        writer.WriteStartObject("backlog");
        writer.WriteNumber("record", Backlog.Record);
        writer.WriteNumber("publish", Backlog.Publish);
        writer.WriteBoolean("more", Backlog.IsMore);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
