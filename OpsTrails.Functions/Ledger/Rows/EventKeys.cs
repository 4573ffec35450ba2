using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>Where an event lies: in its cell (the truth) and on its day (the timeline), newest first in both.</summary>
internal static class EventKeys
{
    public static RowKey Truth(OrganizationId organization, RecordedEvent e) => Truth(organization, e.Subject, e.Source, e.Time, e.Hash);

    public static RowKey Truth(OrganizationId organization, string? subject, string source, long time, string hash) =>
        new(KeyText.Join(organization.Value, KeyText.Part(subject), KeyText.Part(source)), InOrder(time, hash));

    public static RowKey Timeline(OrganizationId organization, RecordedEvent e) =>
        new(KeyText.Join(organization.Value, KeyText.DayNewestFirst(e.Time)), InOrder(e.Time, e.Hash));

    /// <summary>What follows a position on its own day, newest first, and no earlier than a moment.</summary>
    public static RowRange TimelineRestOfDay(OrganizationId organization, EventPosition after, long? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(after.Time)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    /// <summary>The days before that of a moment, newest first; the last one, if bounded, is given whole.</summary>
    public static RowRange TimelineAfterDay(OrganizationId organization, long time, long? notBefore) =>
        RowRange.Partitions(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(Math.Max(0, time - time % TimeSpan.TicksPerDay - 1))),
            notBefore is { } first
                ? KeyText.Join(organization.Value, KeyText.DayNewestFirst(Math.Max(0, first - first % TimeSpan.TicksPerDay - 1)))
                : organization.Value + "~~"
        );

    /// <summary>Everything of before a moment, newest first: what is left of its day, then all older days.</summary>
    public static IReadOnlyList<RowRange> TimelineBefore(OrganizationId organization, long time) =>
        [
            TimelineRestOfDay(organization, new EventPosition(time, ""), notBefore: null),
            TimelineAfterDay(organization, time, notBefore: null),
        ];

    /// <summary>Whether no day before that of a moment can hold what is no earlier than another.</summary>
    public static bool IsOnLastDay(long time, long? notBefore) =>
        notBefore is { } first && time / TimeSpan.TicksPerDay <= first / TimeSpan.TicksPerDay;

    /// <summary>What follows a position in a cell, newest first, and no earlier than a moment.</summary>
    public static RowRange CellAfter(OrganizationId organization, CellName cell, EventPosition after, long? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.Part(cell.Subject), KeyText.Part(cell.Source)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    /// <summary>A position without a hash is after everything of its moment, as the end of a window is.</summary>
    private static string At(EventPosition position) =>
        KeyText.Join(KeyText.NewestFirst(position.Time), position.Hash.Length == 0 ? "~" : position.Hash);

    private static string? NotBefore(long? moment) => moment is { } first and > 0 ? KeyText.NewestFirst(first - 1) : null;

    private static string InOrder(long time, string hash) => KeyText.Join(KeyText.NewestFirst(time), hash);
}
