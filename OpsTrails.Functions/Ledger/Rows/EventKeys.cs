using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>Keys of an event's two rows: in its cell (the truth) and on its day (the timeline). Both are ordered newest first.</summary>
internal static class EventKeys
{
    public static RowKey Truth(OrganizationId organization, RecordedEvent e) => Truth(organization, e.Subject, e.Source, e.Time, e.Hash);

    public static RowKey Truth(OrganizationId organization, string? subject, string source, long time, string hash) =>
        new(KeyText.Join(organization.Value, KeyText.Part(subject), KeyText.Part(source)), InOrder(time, hash));

    public static RowKey Timeline(OrganizationId organization, RecordedEvent e) =>
        new(KeyText.Join(organization.Value, KeyText.DayNewestFirst(e.Time)), InOrder(e.Time, e.Hash));

    /// <summary>Events after a position on the same day, newest first, up to the lower bound.</summary>
    public static RowRange TimelineRestOfDay(OrganizationId organization, EventPosition after, long? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(after.Time)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    /// <summary>All days before that of a moment, newest first. The last day may contain events before the lower bound.</summary>
    public static RowRange TimelineAfterDay(OrganizationId organization, long time, long? notBefore) =>
        RowRange.Partitions(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(Math.Max(0, time - time % TimeSpan.TicksPerDay - 1))),
            notBefore is { } first
                ? KeyText.Join(organization.Value, KeyText.DayNewestFirst(Math.Max(0, first - first % TimeSpan.TicksPerDay - 1)))
                : organization.Value + "~~"
        );

    /// <summary>All events before a moment, newest first: the rest of its day, then all older days.</summary>
    public static IReadOnlyList<RowRange> TimelineBefore(OrganizationId organization, long time) =>
        [
            TimelineRestOfDay(organization, new EventPosition(time, ""), notBefore: null),
            TimelineAfterDay(organization, time, notBefore: null),
        ];

    /// <summary>Whether the lower bound is on this day or later, so that older days need not be read.</summary>
    public static bool IsOnLastDay(long time, long? notBefore) =>
        notBefore is { } first && time / TimeSpan.TicksPerDay <= first / TimeSpan.TicksPerDay;

    /// <summary>Events after a position in a cell, newest first, up to the lower bound.</summary>
    public static RowRange CellAfter(OrganizationId organization, CellName cell, EventPosition after, long? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.Part(cell.Subject), KeyText.Part(cell.Source)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    /// <summary>A position without a hash, such as the end of a window, is after all events of its moment.</summary>
    private static string At(EventPosition position) =>
        KeyText.Join(KeyText.NewestFirst(position.Time), position.Hash.Length == 0 ? "~" : position.Hash);

    private static string? NotBefore(long? moment) => moment is { } first and > 0 ? KeyText.NewestFirst(first - 1) : null;

    private static string InOrder(long time, string hash) => KeyText.Join(KeyText.NewestFirst(time), hash);
}
