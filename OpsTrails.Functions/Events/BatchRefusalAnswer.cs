namespace OpsTrails.Functions.Events;

/// <summary>Some or all events of a batch were not recorded.</summary>
internal sealed record BatchRefusalAnswer(bool Success, string Error, string Code, IReadOnlyList<BatchItemAnswer> Data);

/// <summary>The same as problem details (RFC 9457), which may have members of their own.</summary>
internal sealed record BatchProblemAnswer(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyList<BatchItemAnswer> Data
);
