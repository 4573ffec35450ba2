namespace OpsTrails.Core.SavedFilters;

/// <summary>A question about events under a name that everyone in the organization sees.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Unique in the organization, whatever the letter case.</param>
/// <param name="Query">Filter text; empty for all events.</param>
/// <param name="Range">How far back it looks, such as <c>-7d</c>; null where that is not part of it.</param>
/// <param name="CreatedAt">UTC ticks.</param>
/// <param name="CreatedBy">How its maker is named.</param>
public sealed record SavedFilter(string Id, string Name, string Query, string? Range, long CreatedAt, string CreatedBy);
