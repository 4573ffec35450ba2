using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Grid;

public sealed class EnvironmentDiffTests
{
    [Fact]
    public void The_version_that_appeared_later_is_ahead_whatever_its_text()
    {
        var diff = Compare(Staged("s1", 0, "v9"), Staged("s2", 10, "v10"), Event("p1", 5, "v9"));

        Assert.Equal(DiffRelation.Ahead, diff!.Relation);
        Assert.Equal(["STAGING s2", "PRODUCTION p1", "STAGING s1"], Proof(diff, DiffFindingKind.Relation));
    }

    [Fact]
    public void The_first_appearance_may_be_in_a_third_environment()
    {
        var diff = Compare(Staged("s1", 1, "a"), Event("p1", 2, "b"), Event("d1", 0, "b", subject: "DEV"));

        Assert.Equal(DiffRelation.Ahead, diff!.Relation);
        Assert.Equal(["STAGING s1", "PRODUCTION p1", "DEV d1"], Proof(diff, DiffFindingKind.Relation));
    }

    [Fact]
    public void An_environment_that_was_passed_is_behind() =>
        Assert.Equal(DiffRelation.Behind, Compare(Staged("s1", 0, "a"), Event("p1", 5, "b"))!.Relation);

    [Fact]
    public void The_same_version_is_the_same_whatever_brought_it()
    {
        var diff = Compare(Staged("s1", 0, "a"), Event("p1", 5, "a"));

        Assert.Equal(DiffRelation.Same, diff!.Relation);
        Assert.Equal(["STAGING s1", "PRODUCTION p1"], Proof(diff, DiffFindingKind.Relation));
        Assert.Single(diff.Findings);
    }

    [Fact]
    public void A_system_of_one_environment_only_is_said_to_be_there()
    {
        Assert.Equal(DiffRelation.OnlyHere, Compare(Staged("s1", 0, "a"))!.Relation);
        Assert.Equal(DiffRelation.OnlyThere, Compare(Event("p1", 0, "a"))!.Relation);
        Assert.Null(Compare(Event("p1", 0, null, "cache-purge")));
    }

    [Fact]
    public void A_rollback_is_told_on_its_side_with_what_it_brought_back()
    {
        var diff = Compare(Staged("s1", 0, "a"), Staged("s2", 1, "b"), Event("p1", 2, "a"), Event("p2", 3, "b"), Rollback("p3", 4));

        Assert.Equal((DiffRelation.Ahead, "a"), (diff!.Relation, diff.To!.Version));
        Assert.Equal(["PRODUCTION p3", "PRODUCTION p1"], Proof(diff, DiffFindingKind.ToRolledBack));
        Assert.DoesNotContain(diff.Findings, finding => finding.Kind == DiffFindingKind.FromRolledBack);
    }

    [Fact]
    public void A_version_that_skipped_the_stage_is_found_even_when_the_stage_got_it_later()
    {
        var diff = Compare(Staged("s1", 0, "a"), Event("p1", 5, "hotfix"), Staged("s2", 9, "hotfix"));

        Assert.Equal(DiffRelation.Same, diff!.Relation);
        Assert.Equal(["PRODUCTION p1", "STAGING s2"], Proof(diff, DiffFindingKind.ReachedWithoutStage));
    }

    [Fact]
    public void Deploying_a_version_again_does_not_make_up_for_the_stage_it_skipped()
    {
        var diff = Compare(Event("p1", 5, "hotfix"), Staged("s1", 9, "hotfix"), Event("p2", 12, "hotfix"));

        Assert.Equal(["PRODUCTION p1", "STAGING s1"], Proof(diff!, DiffFindingKind.ReachedWithoutStage));
    }

    [Fact]
    public void A_past_that_was_cut_off_proves_nothing()
    {
        var staged = Enumerable.Range(0, 12).Select(i => Staged($"s{i}", i, i == 0 ? "a" : $"v{i}"));

        var diff = Compare([.. staged, Event("p1", 20, "a")]);

        Assert.DoesNotContain(diff!.Findings, finding => finding.Kind == DiffFindingKind.ReachedWithoutStage);
    }

    [Fact]
    public void A_version_that_cannot_be_told_makes_the_relation_unknown()
    {
        var rollbacks = Enumerable.Range(0, 12).Select(i => Rollback($"r{i}", i, subject: "STAGING"));

        Assert.Equal(DiffRelation.Unknown, Compare([.. rollbacks, Event("p1", 20, "a")])!.Relation);
    }

    private static RecordedEvent Staged(string id, int minute, string version) => Event(id, minute, version, subject: "STAGING");

    private static SourceDiff? Compare(params RecordedEvent[] events)
    {
        var cells = events.GroupBy(e => e.Subject).Select(cell => Cell.Merge(null, [.. cell], TypeMeanings.None)).ToList();
        var (from, to) = (cells.Find(cell => cell.Subject == "STAGING"), cells.Find(cell => cell.Subject == "PRODUCTION"));
        var compared = new ComparedSource(
            "BE",
            StoryOf(from, At(1_000)),
            StoryOf(to, At(1_000)),
            cells,
            IsOneEnvironment: false,
            TypeMeanings.None
        );
        return EnvironmentDiff.Of(compared, EnvironmentDiff.ArrivalOf(compared) is { } arrival ? StoryOf(from, arrival.Time) : null);
    }

    private static CellState? StoryOf(Cell? cell, Timestamp at) => cell is null ? null : new CellState(cell, at, TypeMeanings.None);

    private static IEnumerable<string> Proof(SourceDiff diff, DiffFindingKind kind) =>
        diff.Findings.Single(finding => finding.Kind == kind).Events.Select(placed => $"{placed.Subject} {placed.Event.Id}");
}
