namespace OpsTrails.Core.Meaning;

/// <summary>The known words of a type. Those of a reversed domain name are apart.</summary>
internal sealed record TypeWords(IReadOnlyList<Word> Own, IReadOnlyList<Word> Domain)
{
    private const int SegmentsOfDomain = 2;

    public static TypeWords Of(string type)
    {
        var segments = type.Split('.');
        var domain = HasDomain(segments) ? segments.Take(SegmentsOfDomain).Sum(segment => Tokens.Of(segment).Count) : 0;
        var found = Vocabulary.In(Tokens.Of(type)).ToLookup(found => found.End < domain, found => found.Word);
        return new([.. found[false]], [.. found[true]]);
    }

    private static bool HasDomain(ReadOnlySpan<string> segments)
    {
        while (!segments.IsEmpty && IsVersion(segments[^1]))
            segments = segments[..^1];
        return segments.Length > SegmentsOfDomain && Vocabulary.Find(segments[0].ToLowerInvariant()) is { IsDomain: true };
    }

    /// <summary>A segment of a version, such as <c>3</c>, <c>0-draft</c> or <c>v2beta1</c>.</summary>
    private static bool IsVersion(string segment) => segment is [>= '0' and <= '9', ..] or ['v' or 'V', >= '0' and <= '9', ..];
}
