namespace OpsTrails.Core.Organizations;

/// <summary>Which revisions a change may replace.</summary>
public sealed class RevisionCondition
{
    /// <summary>Any revision, and nothing at all.</summary>
    public static readonly RevisionCondition Anything = new(null);

    private readonly IReadOnlySet<long>? _revisions;

    private RevisionCondition(IReadOnlySet<long>? revisions) => _revisions = revisions;

    public static RevisionCondition Only(params IEnumerable<long> revisions) => new(revisions.ToHashSet());

    public bool Allows(long revision) => _revisions?.Contains(revision) ?? true;
}
