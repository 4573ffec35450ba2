namespace OpsTrails.Core.Meaning;

/// <summary>The kind that words name.</summary>
internal static class KindRule
{
    public static EventKind? Of(IReadOnlyList<Word> words)
    {
        var isRemoval = words.Any(word => word.Kind == EventKind.Removal);
        return Last(words, word => !word.IsWeak && word.Kind != EventKind.Removal) switch
        {
            null => isRemoval ? EventKind.Removal : Last(words, _ => true),
            // A rollback of a thing, such as a flag, leaves the version that runs.
            EventKind.Rollback => Last(words, word => !word.IsWeak && word.Kind is { IsChangeOfThing: true }) ?? EventKind.Rollback,
            EventKind.Deployment
            or EventKind.Release
            or EventKind.Migration
            or EventKind.Pipeline when words.Any(word => word.Kind == EventKind.Rollback) => EventKind.Rollback,
            EventKind.Deployment or EventKind.Release or EventKind.Migration when isRemoval => EventKind.Removal,
            var kind => kind,
        };
    }

    private static EventKind? Last(IReadOnlyList<Word> words, Func<Word, bool> isCandidate) =>
        words.LastOrDefault(word => word.Kind is not null && isCandidate(word))?.Kind;
}
