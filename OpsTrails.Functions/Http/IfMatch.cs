using System.Globalization;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Http;

/// <summary>
/// Reads <c>If-Match</c> as revisions (RFC 9110 §13.1.1). A mismatch is answered with 409, like every other conflict in this API. Ignores
/// the weak marker, because proxies add it.
/// </summary>
internal static class IfMatch
{
    public static string TagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <returns>Null when a tag isn't an ETag of this API.</returns>
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
        ApiError.Validation("If-Match: is not a revision, send the ETag that you received, such as \"3\"");
}
