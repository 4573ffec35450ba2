using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class TypeMeaningsTests
{
    private readonly ValidationErrors _errors = new();

    [Theory]
    [InlineData("deployment", "deployment")]
    [InlineData("Deployment.Finished", "deployment.finished")]
    [InlineData("config change.failed", "configChange.failed")]
    [InlineData("config-change.started.cancelled", "configChange.started.cancelled")]
    [InlineData("incident.resolved", "incident.resolved")]
    public void A_meaning_is_read_and_written_back(string sent, string written) =>
        Assert.Equal(written, Read($$"""{"go-live":"{{sent}}"}""")!.Texts["go-live"]);

    [Fact]
    public void Every_meaning_can_be_written_and_read()
    {
        foreach (var kind in EventKindNames.All)
            Assert.Equal(kind, Read($$"""{"a":"{{kind}}"}""")!.Texts["a"]);
        Assert.False(_errors.Any);
    }

    [Theory]
    [InlineData("""{"a":"deploy"}""", "types.a: \"deploy\" is unknown. Use other, deployment, rollback,")]
    [InlineData("""{"a":""}""", "types.a: \"\" is unknown. Use other, deployment,")]
    [InlineData(
        """{"a":"deployment.opened"}""",
        "types.a: \"opened\" is unknown. Use queued, started, finished, succeeded, failed or cancelled."
    )]
    [InlineData(
        """{"a":"incident.started"}""",
        "types.a: \"started\" is unknown. Use opened, acknowledged, resolved, succeeded, failed or cancelled."
    )]
    [InlineData("""{"a":"deployment.finished.ok"}""", "types.a: \"ok\" is unknown. Use succeeded, failed or cancelled.")]
    [InlineData("""{"a":"deployment.failed.finished"}""", "types.a: \"finished\" comes after the outcome. Use kind.phase.outcome.")]
    [InlineData("""{"a":"deployment.unknown"}""", "types.a: \"unknown\" is unknown. Use queued,")]
    [InlineData(
        """{"a":"deployment.finished.failed.x"}""",
        "types.a: \"deployment.finished.failed.x\" has 4 parts. Use kind, kind.phase, kind.outcome or kind.phase.outcome."
    )]
    [InlineData("""{"a":1}""", "types.a: must be a string, not a number.")]
    [InlineData("""{"a":{}}""", "types.a: must be a string, not an object.")]
    [InlineData("""{"":"other"}""", "types: has a type without a name.")]
    [InlineData("""{"a\n":"other"}""", "types: has a type that contains the control character U+000A.")]
    [InlineData("""{"a":"other","a":"other"}""", "types.a: appears twice. Send it once.")]
    [InlineData("[]", "types: must be a JSON object, not an array.")]
    public void An_error_names_the_valid_words(string json, string error)
    {
        Assert.Null(Read(json));
        Assert.Contains(error, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_named()
    {
        Assert.Null(Read("""{"a":"x","b":1,"c":"other"}"""));
        Assert.Equal(2, _errors.All.Count);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_type_has_at_most_100_characters(int length, bool isValid) =>
        Assert.Equal(isValid, Read($$"""{"{{string.Concat(Enumerable.Repeat("😀", length))}}":"other"}""") is not null);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_mapping_has_at_most_200_types(int count, bool isValid) =>
        Assert.Equal(
            isValid,
            Read(JsonSerializer.Serialize(Enumerable.Range(1, count).ToDictionary(i => $"t{i}", _ => "other"))) is not null
        );

    [Fact]
    public void Mappings_with_the_same_meanings_are_equal()
    {
        var mapping = Read("""{"a":"deployment","b":"other"}""");

        Assert.Equal(mapping, Read("""{"b":"other","a":"Deployment"}"""));
        Assert.Equal(mapping!.GetHashCode(), Read("""{"b":"other","a":"Deployment"}""")!.GetHashCode());
        Assert.NotEqual(mapping, Read("""{"a":"deployment"}"""));
        Assert.NotEqual(mapping, Read("""{"a":"deployment","b":"release"}"""));
        Assert.Equal(TypeMeanings.None, Read("{}"));
    }

    [Theory]
    [InlineData("deployment.finished", "go-live", "deployment", "finished", "unknown")]
    [InlineData("deployment", "go-live.failed", "deployment", null, "unknown")]
    [InlineData("release.failed", "go-live", "release", "finished", "failed")]
    [InlineData("incident", "go-live", "incident", "opened", "unknown")]
    [InlineData("incident.cancelled", "go-live", "incident", "resolved", "cancelled")]
    [InlineData("other", "deployment.finished", "other", null, "unknown")]
    public void A_mapping_replaces_the_words_of_the_type(string mapped, string type, string kind, string? phase, string outcome)
    {
        var meaning = EventMeaning.Of(type, EventHints.None, Read($$"""{"{{type}}":"{{mapped}}"}""")!);

        Assert.Equal((kind, phase, outcome), Names(meaning));
    }

    [Fact]
    public void Data_fills_what_a_mapping_leaves_open()
    {
        var hints = new EventHints { Phase = "started", Result = "error" };

        Assert.Equal(("deployment", "started", "failed"), Names(EventMeaning.Of("a", hints, Read("""{"a":"deployment"}""")!)));
        Assert.Equal(("deployment", "finished", "failed"), Names(EventMeaning.Of("a", hints, Read("""{"a":"deployment.finished"}""")!)));
    }

    [Fact]
    public void A_mapping_is_of_the_whole_type() =>
        Assert.Equal(EventKind.Other, EventMeaning.Of("go-live.x", EventHints.None, Read("""{"go-live":"deployment"}""")!).Kind);

    private static (string, string?, string) Names(EventMeaning meaning) =>
        (
            EventKindNames.Of(meaning.Kind),
            meaning.Phase is { } phase ? EventPhaseNames.Of(phase) : null,
            EventOutcomeNames.Of(meaning.Outcome)
        );

    private TypeMeanings? Read(string json) => TypeMeanings.Read(JsonElement.Parse(json), _errors, "types");
}
