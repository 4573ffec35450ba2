using OpsTrails.Core.Input;

namespace OpsTrails.Core.SavedFilters;

/// <summary>A query that everyone in the organization can use by name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Unique in the organization, ignoring letter case.</param>
/// <param name="Query">Query text. Empty for all events.</param>
/// <param name="Range">How far back it looks, such as <c>-7d</c>. Null if not part of the filter.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="CreatedBy">The caller that created it, named as in the audit log.</param>
public sealed record SavedFilter(string Id, string Name, string Query, string? Range, Timestamp CreatedAt, string CreatedBy);
