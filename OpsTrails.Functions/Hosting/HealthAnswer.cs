using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Hosting;

/// <param name="Status"><c>ready</c> or <c>unavailable</c>.</param>
/// <param name="Details">For owners only; absent for other callers.</param>
internal sealed record HealthAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HealthDetailAnswer? Details
)
{
    public static HealthAnswer Of(bool ready, HealthDetail? detail) =>
        new(ready ? "ready" : "unavailable", detail is null ? null : HealthDetailAnswer.Of(detail));
}

internal sealed record HealthDetailAnswer(
    string Version,
    SweepAnswer Sweep,
    TopicAnswer Topic,
    PoisonAnswer Poison,
    DerivationAnswer Derivation
)
{
    public static HealthDetailAnswer Of(HealthDetail detail) =>
        new(
            ProgramVersion.Text,
            SweepAnswer.Of(detail.LastRun, detail.Backlog, detail.LagSeconds),
            TopicAnswer.Of(detail.Topic),
            PoisonAnswer.Of(detail.Poison),
            DerivationAnswer.Of(detail.Stale)
        );
}

internal sealed record SweepAnswer(string? LastRunAt, bool? LastSucceeded, BacklogAnswer? Backlog, double? LagSeconds)
{
    public static SweepAnswer Of(SweepRun? lastRun, Backlog? backlog, double? lagSeconds) =>
        new(
            lastRun is null ? null : Timestamp.From(lastRun.EndedAt).ToString(),
            lastRun?.Succeeded,
            backlog is null ? null : new BacklogAnswer(backlog.Record, backlog.Publish, backlog.IsMore),
            lagSeconds is { } lag ? Math.Round(lag, 3) : null
        );
}

internal sealed record BacklogAnswer(int Record, int Publish, bool More);

internal sealed record TopicAnswer(bool Configured, string State, string? LastError, string? Since)
{
    public static TopicAnswer Of(TopicState? topic) =>
        new(
            topic is not null,
            topic is null ? "none"
                : topic.Delivers ? "delivering"
                : "backing-off",
            topic?.LastError,
            topic is null ? null : Timestamp.From(topic.Since).ToString()
        );
}

/// <param name="Count">Null when it couldn't be read.</param>
/// <param name="More">Whether there are more than were counted.</param>
internal sealed record PoisonAnswer(int? Count, bool More)
{
    public static PoisonAnswer Of(int? poison) =>
        new(poison is { } count ? Math.Min(count, HealthDetails.MaxCount) : null, poison > HealthDetails.MaxCount);
}

/// <param name="StaleCells">Cells that are still to be derived by the current meanings of types; null when not counted.</param>
/// <param name="More">Whether there are more than were counted.</param>
internal sealed record DerivationAnswer(int? StaleCells, bool More)
{
    public static DerivationAnswer Of(int? stale) =>
        new(stale is { } count ? Math.Min(count, HealthDetails.MaxCount) : null, stale > HealthDetails.MaxCount);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HostingJson : JsonSerializerContext;
