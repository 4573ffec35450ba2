using System.ComponentModel;

namespace OpsTrails.Functions.OpenApi;

// Shapes exist for the description alone: answers are written by hand, and a test checks the real ones against these.

internal sealed record Answer<T>(bool Success, T Data);

internal sealed record ListAnswer<T>(
    bool Success,
    IReadOnlyList<T> Data,
    [property: Description("Null on the last page.")] string? NextCursor
);

[Description("A failure.")]
internal sealed record ErrorShape(
    bool Success,
    [property: Description("A sentence for a person.")] string Error,
    [property: Description("For programs.")] string Code
);

[Description("A failure as problem details (RFC 9457).")]
internal sealed record ProblemDetailsShape(string Type, string Title, int Status, string Detail, string Code);
