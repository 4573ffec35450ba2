namespace OpsTrails.Core.Grid;

/// <summary>How a system compares between two environments.</summary>
/// <param name="Source">The system.</param>
/// <param name="Relation">As seen from the first environment.</param>
/// <param name="From">The version in the first environment, or null.</param>
/// <param name="To">The version in the second environment, or null.</param>
/// <param name="Findings">The findings, the relation first, each with its evidence.</param>
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

    /// <summary>The first environment's version appeared later than the second's.</summary>
    Ahead,

    Behind,
    OnlyHere,
    OnlyThere,

    /// <summary>A version can't be determined from the history that exists or that is read.</summary>
    Unknown,
}

public enum DiffFindingKind
{
    Relation,

    /// <summary>A rollback restored the first environment's version.</summary>
    FromRolledBack,

    ToRolledBack,

    /// <summary>The second environment is a later stage and runs a newer version: the next release would be a downgrade.</summary>
    AheadOfStage,

    /// <summary>The second environment's version had never been in the first before.</summary>
    ReachedWithoutStage,
}

public sealed record DiffFinding(DiffFindingKind Kind, IReadOnlyList<PlacedEvent> Events);

/// <summary>An event with its environment.</summary>
public readonly record struct PlacedEvent(string? Subject, CellEvent Event);
