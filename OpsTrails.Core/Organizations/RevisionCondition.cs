namespace OpsTrails.Core.Organizations;

/// <summary>The revisions that a change is allowed to replace.</summary>
public sealed class RevisionCondition
{
    /// <summary>Any revision, or none.</summary>
    public static readonly RevisionCondition Anything = new(null);

    private readonly IReadOnlySet<long>? _revisions;

    private RevisionCondition(IReadOnlySet<long>? revisions) => _revisions = revisions;

    public static RevisionCondition Only(params IEnumerable<long> revisions) => new(revisions.ToHashSet());

    public bool Allows(long revision) => _revisions?.Contains(revision) ?? true;
}
