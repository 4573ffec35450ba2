using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>A value that is replaced as a whole, with its revision.</summary>
/// <param name="Content">The text or settings.</param>
/// <param name="Revision">0 if never set, then 1 more with each change.</param>
/// <param name="UpdatedAt">Null if never set.</param>
/// <param name="UpdatedBy">The caller, named as in the audit log. Null if never set.</param>
public sealed record Revised<T>(T Content, long Revision, Timestamp? UpdatedAt, string? UpdatedBy);
