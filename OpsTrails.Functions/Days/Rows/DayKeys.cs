using System.Globalization;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Days.Rows;

/// <summary>
/// Keys of the table of days, one partition for each organization: <c>c~</c> that a UTC day was counted, and <c>e~</c> its counts by
/// environment. So a range of days of all environments is one scan.
/// </summary>
internal static class DayKeys
{
    /// <param name="organization">The organization.</param>
    /// <param name="day">Days since 0001-01-01.</param>
    public static RowKey Counted(OrganizationId organization, long day) => new(organization.Value, KeyText.Join("c", Text(day)));

    public static RowKey Environment(OrganizationId organization, long day, string? subject) =>
        new(organization.Value, KeyText.Join("e", Text(day), KeyText.Part(subject)));

    /// <summary>Which days were counted, both ends included.</summary>
    public static RowRange CountedWithin(OrganizationId organization, long first, long last) =>
        RowRange.InPartition(organization.Value, from: KeyText.Join("c", Text(first)), before: KeyText.Join("c", Text(last + 1)));

    /// <summary>The counts of days, both ends included.</summary>
    public static RowRange EnvironmentsWithin(OrganizationId organization, long first, long last) =>
        RowRange.InPartition(organization.Value, from: KeyText.Join("e", Text(first)), before: KeyText.Join("e", Text(last + 1)));

    /// <summary>The day in the key of either kind of row.</summary>
    public static long DayOf(RowKey key) =>
        long.Parse(key.Row.AsSpan("c~".Length, DayDigits), NumberStyles.None, CultureInfo.InvariantCulture);

    private const int DayDigits = 7;

    private static string Text(long day) => day.ToString("D7", CultureInfo.InvariantCulture);
}
