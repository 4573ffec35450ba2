using CsCheck;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class EventMeaningPropertyTests
{
    private static readonly Gen<string> Bad = Gen.OneOf([
        .. Vocabulary
            .All.Where(word => word.Kind is null && word.Outcome is EventOutcome.Failed or EventOutcome.Cancelled)
            .Select(word => word.Text),
    ]);

    [Fact]
    public void The_spelling_of_the_words_does_not_matter() =>
        Gen.Select(TypeGens.Spellings, TypeGens.Hints)
            .Sample((types, hints) => Assert.Equal(MeaningOf(types.One, hints), MeaningOf(types.Other, hints)), iter: 5_000);

    [Fact]
    public void A_trailing_version_does_not_matter() =>
        Gen.Select(Gen.OneOf("", "com.example.", "dev.cdevents."), TypeGens.Type, TypeGens.Version, TypeGens.Hints)
            .Sample(
                (domain, type, version, hints) => Assert.Equal(MeaningOf(domain + type, hints), MeaningOf(domain + type + version, hints)),
                iter: 5_000
            );

    [Fact]
    public void A_failure_in_the_type_wins_over_any_success() =>
        Gen.Select(TypeGens.Words, Bad, TypeGens.Words, TypeGens.Hints)
            .Sample(
                (before, bad, after, hints) =>
                {
                    var meaning = MeaningOf($"{string.Join('.', before)} x {bad} x {string.Join('.', after)}", hints);
                    Assert.True(meaning.HasFailed || meaning.Kind == EventKind.Incident, meaning.ToString());
                },
                iter: 5_000
            );

    [Fact]
    public void A_failure_in_the_data_wins_over_any_success() =>
        Gen.Select(TypeGens.Type, Bad, TypeGens.Hints)
            .Sample(
                (type, bad, hints) =>
                {
                    var meaning = MeaningOf(type, hints with { State = bad });
                    Assert.True(
                        meaning is { HasFailed: true, IsEffective: false } || meaning.Kind == EventKind.Incident,
                        meaning.ToString()
                    );
                },
                iter: 5_000
            );

    [Fact]
    public void Data_never_changes_the_kind_or_a_phase_that_the_type_names() =>
        Gen.Select(TypeGens.Type, TypeGens.Hints)
            .Sample(
                (type, hints) =>
                {
                    var (alone, with) = (MeaningOf(type, EventHints.None), MeaningOf(type, hints));
                    Assert.Equal(alone.Kind, with.Kind);
                    if (alone.Kind != EventKind.Incident && alone.Phase is not null)
                        Assert.Equal(alone.Phase, with.Phase);
                },
                iter: 5_000
            );

    [Fact]
    public void Any_text_means_something()
    {
        var text = Gen.OneOf(EventGens.Text, Gen.String, Gen.String[Gen.Char["aZ.-_/:\ud83d\ude00 1v"], 0, 400]);
        Gen.Select(text, TypeGens.Hints)
            .Sample((type, hints) => Assert.True(MeaningOf(type, hints) is var meaning && PhaseFits(meaning)), iter: 5_000);
    }

    [Fact]
    public void A_very_long_text_means_something() =>
        Assert.Equal(
            EventKind.Rollback,
            MeaningOf(string.Concat(Enumerable.Repeat("Deployment.rolled-back_", 5_000)), EventHints.None).Kind
        );

    private static bool PhaseFits(EventMeaning meaning) => meaning.Phase is not { } phase || meaning.Kind.Phases.Contains(phase);

    private static EventMeaning MeaningOf(string type, EventHints hints) => EventMeaning.Of(type, hints, TypeMeanings.None);
}
