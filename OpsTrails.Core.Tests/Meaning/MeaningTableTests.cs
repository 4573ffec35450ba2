using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class MeaningTableTests
{
    public static TheoryData<string, string, string, string, string> Table()
    {
        var rows = new TheoryData<string, string, string, string, string>();
        foreach (var row in MeaningRow.All)
            rows.Add(row.Type, row.Data, row.Kind, row.Phase, row.Outcome);
        return rows;
    }

    [Theory, MemberData(nameof(Table))]
    public void An_event_means_what_the_table_says(string type, string data, string kind, string phase, string outcome)
    {
        var row = new MeaningRow("", type, data, kind, phase, outcome);

        var meaning = EventMeaning.Of(type, row.Hints, TypeMeanings.None);

        Assert.Equal($"{kind} {phase} {outcome}", Format(meaning));
    }

    [Fact]
    public void The_table_has_every_kind_phase_and_outcome()
    {
        Assert.True(MeaningRow.All.Count >= 150);
        Assert.Equal(EventKindNames.All.Order(), MeaningRow.All.Select(row => row.Kind).Distinct().Order());
        Assert.Equal(EventPhaseNames.All.Append("").Order(), MeaningRow.All.Select(row => row.Phase).Distinct().Order());
        Assert.Equal(EventOutcomeNames.All.Order(), MeaningRow.All.Select(row => row.Outcome).Distinct().Order());
    }

    // A type that is there twice has different data.
    [Fact]
    public void No_example_repeats() => Assert.Distinct(MeaningRow.All.Select(row => (row.Type, row.Data)));

    private static string Format(EventMeaning meaning)
    {
        var phase = meaning.Phase is { } known ? EventPhaseNames.Of(known) : "";
        return $"{EventKindNames.Of(meaning.Kind)} {phase} {EventOutcomeNames.Of(meaning.Outcome)}";
    }
}
