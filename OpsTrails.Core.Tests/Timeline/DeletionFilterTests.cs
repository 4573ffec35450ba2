using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

/// <summary>A follower that received an event receives its deletion, whatever the filter.</summary>
public sealed class DeletionFilterTests
{
    private static readonly Gen<string?> Value = OneOf<string?>("a", "b", "c", null);

    private static readonly Gen<RecordedEvent> Event = Gen.Select(Value, Value, Value, Value, Value)
        .Select(
            (type, source, subject, severity, version) =>
                new RecordedEvent
                {
                    Id = "e",
                    Type = type ?? "t",
                    Source = source ?? "s",
                    Subject = subject,
                    Severity = severity,
                    Version = version,
                    Time = default,
                    CreatedAt = default,
                    Json = """{"data":{"description":"found b"}}"""u8.ToArray(),
                }
        );

    private static readonly Gen<FieldCondition> Condition = Gen.Select(Gen.Enum<EventField>(), Value.Array[1, 3], Gen.Bool)
        .Select((field, values, negated) => new FieldCondition(field, [.. values.Select(value => value ?? "")], negated));

    private static readonly Gen<EventFilter> Filter = Gen.Select(
            Condition.Array[0, 3],
            OneOf("a", "found", "nowhere").Array[0, 2],
            OneOf("c", "found", "nowhere").Array[0, 2]
        )
        .Select(
            (conditions, terms, excluded) =>
                new EventFilter
                {
                    Conditions = conditions,
                    Terms = terms,
                    ExcludedTerms = excluded,
                }
        );

    [Fact]
    public void A_follower_that_saw_the_event_sees_its_deletion() =>
        Gen.Select(Filter, Event)
            .Sample(
                (filter, e) => Assert.True(!filter.Matches(e) || filter.MayHaveMatched(DeletedEvent.Of(e, new Timestamp(1)))),
                iter: 20_000
            );

    [Fact]
    public void Without_texts_a_deletion_goes_to_those_who_saw_the_event_and_nobody_else() =>
        Gen.Select(Filter, Event)
            .Sample(
                (filter, e) =>
                {
                    var plain = filter with { Terms = [], ExcludedTerms = [] };
                    Assert.Equal(plain.Matches(e), plain.MayHaveMatched(DeletedEvent.Of(e, new Timestamp(1))));
                },
                iter: 20_000
            );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
