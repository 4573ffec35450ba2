using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Changes;

internal sealed record ChangesBeforeAnswer(
    [property: Description("The moment, in UTC.")] string At,
    [property: Description("The event that was asked about; null when a time was.")] NamedEventAnswer? Event,
    [property: Description("The environment where it hurts, empty for events without one; null when none is known.")] string? Subject,
    [property: Description("The system where it hurts; null when none is known.")] string? Source,
    [property: Description("The window in UTC, both ends included.")] WindowAnswer Window,
    [property: Description("The zone that was asked for, or that of the organization.")] string Timezone,
    [property: Description("Whether all of the window was looked at.")] bool Complete,
    [property: Description("The part of the window that was looked at.")] WindowAnswer Counted,
    [property: Description("How many changes there were.")] long Total,
    [property: Description("How many further events were no changes.")] long NotChanges,
    [property: Description("The most suspect first.")] IReadOnlyList<RankedChangeAnswer> Ranked,
    [property: Description("Factors that could be judged for none of the changes.")] IReadOnlyList<UnjudgedFactorAnswer> NotJudged
)
{
    public static ChangesBeforeAnswer Of(FoundChanges found)
    {
        var (scope, ranked) = (found.Scope, found.Ranked);
        return new ChangesBeforeAnswer(
            Instant.Format(scope.At),
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

internal sealed record NamedEventAnswer(
    [property: Description("A short name, to be used instead of the id.")] string Ref,
    StoredEvent Event
)
{
    public static NamedEventAnswer Of(RecordedEvent named) => new(EventRef.Of(named).ToString(), StoredEvent.Of(named));
}

internal sealed record RankedChangeAnswer(
    [property: Description("A short name, to be used instead of the id.")] string Ref,
    StoredEvent Event,
    [property: Description("Whole minutes.")] long MinutesBefore,
    [property: Description("Points of what could be judged, in percent.")] long Score,
    [property: Description("What the judged factors give.")] long Points,
    [property: Description("The most that the judged factors can give; 100 when all are.")] long Of,
    [property: Description("nearness, place, kind, severity, newVersion, outsideBusinessHours, in that order.")]
        IReadOnlyList<ChangeFactorAnswer> Factors
)
{
    public static RankedChangeAnswer From(RankedChange change) =>
        new(
            EventRef.Of(change.Event).ToString(),
            StoredEvent.Of(change.Event),
            change.Before / TimeSpan.TicksPerMinute,
            change.Score,
            change.Points,
            change.Of,
            [.. change.Factors.Select(ChangeFactorAnswer.From)]
        );
}

internal sealed record ChangeFactorAnswer(
    string Name,
    [property: Description("Null when it could not be judged.")] long? Points,
    [property: Description("The most that it gives.")] long Of,
    [property: Description("What was found, or why it could not be judged.")] string Why
)
{
    public static ChangeFactorAnswer From(Factor factor) => new(factor.Name, factor.Points, factor.Of, factor.Why);
}

internal sealed record UnjudgedFactorAnswer(string Name, string Why);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<ChangesBeforeAnswer>))]
internal sealed partial class ChangesJson : JsonSerializerContext;
