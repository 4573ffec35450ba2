namespace OpsTrails.Core.Organizations;

/// <summary>What is replaced as a whole, with the number of times that it was: 0 for what nobody has set yet.</summary>
/// <param name="Content">The text or settings.</param>
/// <param name="Revision">Counts up from 1 with every change.</param>
/// <param name="UpdatedAt">UTC ticks; null when nobody has set it yet.</param>
/// <param name="UpdatedBy">How the caller is named; null when nobody has set it yet.</param>
public sealed record Revised<T>(T Content, long Revision, long? UpdatedAt, string? UpdatedBy);
