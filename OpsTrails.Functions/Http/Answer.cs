using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpsTrails.Functions.Http;

/// <summary>The envelope of one value.</summary>
internal sealed record Answer<T>(bool Success, T Data);

/// <summary>The envelope of a list, or of a page of it.</summary>
internal sealed record ListAnswer<T>(
    bool Success,
    IReadOnlyList<T> Data,
    [property: Description("Null on the last page.")] string? NextCursor
);

/// <summary>
/// The envelope of a value with a revision. The revision isn't part of the value, so a client can send the value back unchanged.
/// </summary>
internal sealed record RevisedAnswer<T>(bool Success, T Data, long Revision, string? UpdatedAt, string? UpdatedBy)
    where T : notnull;

[Description("An error.")]
internal sealed record ErrorAnswer(
    bool Success,
    [property: Description("A message for people.")] string Error,
    [property: Description("A code for programs.")] string Code
);

[Description("An error as problem details (RFC 9457).")]
internal sealed record ProblemDetailsAnswer(string Type, string Title, int Status, string Detail, string Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ProblemDetailsAnswer))]
internal sealed partial class HttpJson : JsonSerializerContext;
