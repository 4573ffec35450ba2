using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Grid;

namespace OpsTrails.Functions.Grid;

internal sealed record DiffAnswer(DiffSideAnswer From, DiffSideAnswer To, IReadOnlyList<DiffRowAnswer> Sources)
{
    public static DiffAnswer Of(DiffQuery query, EnvironmentDiffResult result) =>
        new(DiffSideAnswer.Of(query.From), DiffSideAnswer.Of(query.To), [.. result.Sources.Select(DiffRowAnswer.Of)]);
}

internal sealed record DiffSideAnswer(string? Subject, string At)
{
    public static DiffSideAnswer Of(EnvironmentAt environment) => new(environment.Subject, environment.At.ToString());
}

internal sealed record DiffRowAnswer(
    string Source,
    [property: Description("The state of `from` compared with `to`: same, ahead, behind, onlyHere, onlyThere or unknown.")] string State,
    DiffVersionAnswer? From,
    DiffVersionAnswer? To,
    IReadOnlyList<DiffFindingAnswer> Findings
)
{
    public static DiffRowAnswer Of(SourceDiff diff) =>
        new(
            diff.Source,
            NameOf(diff.Relation),
            DiffVersionAnswer.Of(diff.From),
            DiffVersionAnswer.Of(diff.To),
            [.. diff.Findings.Select(finding => DiffFindingAnswer.Of(finding, diff.Relation))]
        );

    public static string NameOf(DiffRelation relation) =>
        relation switch
        {
            DiffRelation.Same => "same",
            DiffRelation.Ahead => "ahead",
            DiffRelation.Behind => "behind",
            DiffRelation.OnlyHere => "onlyHere",
            DiffRelation.OnlyThere => "onlyThere",
            _ => "unknown",
        };
}

internal sealed record DiffVersionAnswer(
    string? Version,
    EventReferenceAnswer? VersionEvent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EventReferenceAnswer? Restored
)
{
    public static DiffVersionAnswer? Of(CellVersion? version) =>
        version is null ? null : new(version.Version, EventReferenceAnswer.Of(version.Event), EventReferenceAnswer.Of(version.Restored));
}

internal sealed record DiffFindingAnswer(
    [property: Description(
        "The state, rolledBack, reachedWithoutStage, or aheadOfStage: the next release from `from` to `to` would be a downgrade."
    )]
        string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("For rolledBack: from or to.")]
        string? Side,
    IReadOnlyList<DiffEventAnswer> Events
)
{
    public static DiffFindingAnswer Of(DiffFinding finding, DiffRelation relation)
    {
        var (kind, side) = finding.Kind switch
        {
            DiffFindingKind.Relation => (DiffRowAnswer.NameOf(relation), null),
            DiffFindingKind.ReachedWithoutStage => ("reachedWithoutStage", null),
            DiffFindingKind.AheadOfStage => ("aheadOfStage", null),
            DiffFindingKind.FromRolledBack => ("rolledBack", "from"),
            _ => ("rolledBack", "to"),
        };
        return new DiffFindingAnswer(kind, side, [.. finding.Events.Select(DiffEventAnswer.Of)]);
    }
}

internal sealed record DiffEventAnswer(string? Subject, string Id, string Time, string Type, string? Version)
{
    public static DiffEventAnswer Of(PlacedEvent placed) =>
        new(placed.Subject, placed.Event.Id, placed.Event.Time.ToString(), placed.Event.Type, placed.Event.Version);
}
