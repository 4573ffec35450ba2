using System.Globalization;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Http;

/// <summary>
/// The header <c>If-Match</c> over revisions (RFC 9110 §13.1.1). A mismatch is answered with 409, the one status that this API has for a change that
/// came in between. Marks as weak, which proxies add on the way, are passed over.
/// </summary>
internal static class IfMatch
{
    public static string TagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <returns>Null when the header holds something that was never given out as an ETag.</returns>
    public static RevisionCondition? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return RevisionCondition.Anything;
        var tags = header.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (tags is ["*"])
            return RevisionCondition.Anything;
        var revisions = new HashSet<long>();
        foreach (var tag in tags)
        {
            var opaque = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
            if (
                opaque.Length < 3
                || opaque[0] != '"'
                || opaque[^1] != '"'
                || !long.TryParse(opaque.AsSpan(1..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            )
                return null;
            revisions.Add(revision);
        }
        return RevisionCondition.Only(revisions);
    }

    public static ApiError NotUnderstood { get; } =
        ApiError.Validation("If-Match: is no revision, send the ETag as it was given, such as \"3\"");
}
