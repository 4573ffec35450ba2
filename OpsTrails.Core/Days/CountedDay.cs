namespace OpsTrails.Core.Days;

/// <param name="Day">The UTC day, as days since 0001-01-01.</param>
/// <param name="Subject">The environment as sent; null for events without one.</param>
/// <param name="Count">Its events.</param>
public sealed record CountedDay(long Day, string? Subject, DayCount Count);
