using System.Net.Http.Headers;

namespace OpsTrails.Core.Input;

/// <summary>Media types of JSON: <c>application/json</c>, and any other whose subtype is or ends in <c>json</c>.</summary>
public static class JsonMediaType
{
    private const string Charset = "charset";

    public static bool IsJson(string mediaType) => MediaTypeHeaderValue.TryParse(mediaType, out var type) && IsJson(type);

    /// <summary>
    /// JSON is always in UTF-8, so naming that charset makes no difference, and neither does letter case. A type of anything else is
    /// returned as it is.
    /// </summary>
    public static string Normalize(string mediaType)
    {
        if (!MediaTypeHeaderValue.TryParse(mediaType, out var type) || !IsJson(type))
            return mediaType;
        var others = type.Parameters.Where(parameter => !IsUtf8(parameter)).Select(parameter => $"; {parameter}");
        return type.MediaType!.ToLowerInvariant() + string.Concat(others);
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType!.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(NameValueHeaderValue parameter) =>
        Charset.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)
        && "utf-8".Equals(parameter.Value?.Trim('"'), StringComparison.OrdinalIgnoreCase);
}
