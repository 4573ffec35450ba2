using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Changes;

internal sealed record ChangesBeforeAnswer(
    [property: Description("The time of the incident, in UTC.")] string At,
    [property: Description("The event in the query; null for a query by time.")] NamedEventAnswer? Event,
    [property: Description("The affected environment; empty for events without one, null when unknown.")] string? Subject,
    [property: Description("The affected system; null when unknown.")] string? Source,
    [property: Description("The window in UTC, both ends inclusive.")] WindowAnswer Window,
    [property: Description("The time zone of the query, or else of the organization.")] string Timezone,
    [property: Description("Whether the whole window was read.")] bool Complete,
    [property: Description("The part of the window that was read.")] WindowAnswer Counted,
    [property: Description("The number of changes.")] long Total,
    [property: Description("The number of other events.")] long NotChanges,
    [property: Description("The most suspect first.")] IReadOnlyList<RankedChangeAnswer> Ranked,
    [property: Description("Factors that couldn't be judged for any change.")] IReadOnlyList<UnjudgedFactorAnswer> NotJudged
)
{
    public static ChangesBeforeAnswer Of(FoundChanges found)
    {
        var (scope, ranked) = (found.Scope, found.Ranked);
        return new ChangesBeforeAnswer(
            scope.At.ToString(),
            scope.Event is { } named ? NamedEventAnswer.Of(named) : null,
            scope.Subject,
            scope.Source,
            WindowAnswer.Of(new TimeWindow(scope.From, scope.At)),
            found.TimeZone,
            found.IsComplete,
            WindowAnswer.Of(new TimeWindow(found.Since, scope.At)),
            ranked.Changes.Count,
            ranked.NotChanges,
            [.. ranked.Changes.Take(found.Limit).Select(RankedChangeAnswer.From)],
            [.. ranked.NotJudged.Select(factor => new UnjudgedFactorAnswer(factor.Name, factor.Why))]
        );
    }
}

internal sealed record NamedEventAnswer([property: Description("A short name. Use it instead of the id.")] string Ref, StoredEvent Event)
{
    public static NamedEventAnswer Of(RecordedEvent named) => new(EventRef.Of(named).ToString(), StoredEvent.Of(named));
}

internal sealed record RankedChangeAnswer(
    [property: Description("A short name. Use it instead of the id.")] string Ref,
    StoredEvent Event,
    [property: Description("Whole minutes.")] long MinutesBefore,
    [property: Description("`points` as a percentage of `of`.")] long Score,
    [property: Description("The points of the judged factors.")] long Points,
    [property: Description("The maximum points of the judged factors; 100 when all are judged.")] long Of,
    [property: Description("nearness, place, kind, severity, newVersion, outsideBusinessHours, in that order.")]
        IReadOnlyList<ChangeFactorAnswer> Factors
)
{
    public static RankedChangeAnswer From(RankedChange change) =>
        new(
            EventRef.Of(change.Event).ToString(),
            StoredEvent.Of(change.Event),
            change.Before.Ticks / TimeSpan.TicksPerMinute,
            change.Score,
            change.Points,
            change.Of,
            [.. change.Factors.Select(ChangeFactorAnswer.From)]
        );
}

internal sealed record ChangeFactorAnswer(
    string Name,
    [property: Description("Null when the factor couldn't be judged.")] long? Points,
    [property: Description("The maximum points.")] long Of,
    [property: Description("What was found, or why the factor couldn't be judged.")] string Why
)
{
    public static ChangeFactorAnswer From(Factor factor) => new(factor.Name, factor.Points, factor.Of, factor.Why);
}

internal sealed record UnjudgedFactorAnswer(string Name, string Why);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<ChangesBeforeAnswer>))]
internal sealed partial class ChangesJson : JsonSerializerContext;
