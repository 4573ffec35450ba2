namespace OpsTrails.Core.Grid;

/// <summary>How one system in an environment compares with itself in another.</summary>
/// <param name="Source">The system.</param>
/// <param name="Relation">From the first environment's point of view.</param>
/// <param name="From">The version in the first environment; null when it has none there.</param>
/// <param name="To">The version in the second.</param>
/// <param name="Findings">What there is to say, the relation first, each with the events that prove it.</param>
public sealed record SourceDiff(
    string Source,
    DiffRelation Relation,
    CellVersion? From,
    CellVersion? To,
    IReadOnlyList<DiffFinding> Findings
);

public enum DiffRelation
{
    Same,

    /// <summary>The version in the first environment appeared later than the one in the second.</summary>
    Ahead,

    Behind,
    OnlyHere,
    OnlyThere,

    /// <summary>The version of one of them takes more of its past to tell than there is, or than is read.</summary>
    Unknown,
}

public enum DiffFindingKind
{
    Relation,

    /// <summary>The version in the first environment was put there by a rollback.</summary>
    FromRolledBack,

    ToRolledBack,

    /// <summary>The version in the second environment had never been in the first before it arrived.</summary>
    ReachedWithoutStage,
}

public sealed record DiffFinding(DiffFindingKind Kind, IReadOnlyList<PlacedEvent> Events);

/// <summary>An event with the environment it is of.</summary>
public readonly record struct PlacedEvent(string? Subject, CellEvent Event);
