using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>Keys of an event's two rows: in its cell (the truth) and on its day (the timeline). Both are ordered newest first.</summary>
internal static class EventKeys
{
    public static RowKey Truth(OrganizationId organization, RecordedEvent e) => Truth(organization, e.Subject, e.Source, e.Order);

    public static RowKey Truth(OrganizationId organization, Claim claim) => Truth(organization, claim.Subject, claim.Source, claim.Order);

    private static RowKey Truth(OrganizationId organization, string? subject, string source, EventOrder order) =>
        new(KeyText.Join(organization.Value, KeyText.Part(subject), KeyText.Part(source)), InOrder(order));

    /// <summary>The key in a store of the former format, which only a backup reads.</summary>
    public static RowKey FormerTruth(OrganizationId organization, Claim claim) =>
        new(Truth(organization, claim).Partition, KeyText.Join(KeyText.NewestFirst(claim.Time.Ticks), claim.Hash));

    public static RowKey Timeline(OrganizationId organization, RecordedEvent e) =>
        new(KeyText.Join(organization.Value, KeyText.DayNewestFirst(e.Time.Ticks)), InOrder(e.Order));

    /// <summary>Events after a position on the same day, newest first, up to the lower bound.</summary>
    public static RowRange TimelineRestOfDay(OrganizationId organization, EventPosition after, Timestamp? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(after.Time.Ticks)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    /// <summary>All days before that of a moment, newest first. The last day may contain events before the lower bound.</summary>
    public static RowRange TimelineAfterDay(OrganizationId organization, Timestamp time, Timestamp? notBefore) =>
        RowRange.Partitions(
            KeyText.Join(organization.Value, KeyText.DayNewestFirst(DayBefore(time).Ticks)),
            notBefore is { } first
                ? KeyText.Join(organization.Value, KeyText.DayNewestFirst(DayBefore(first).Ticks))
                : organization.Value + "~~"
        );

    /// <summary>All events before a moment, newest first: the rest of its day, then all older days.</summary>
    public static IReadOnlyList<RowRange> TimelineBefore(OrganizationId organization, Timestamp time) =>
        [
            TimelineRestOfDay(organization, EventPosition.AfterAllAt(time), notBefore: null),
            TimelineAfterDay(organization, time, notBefore: null),
        ];

    /// <summary>All events of the days from one moment to another, newest first.</summary>
    public static RowRange TimelineOfDays(OrganizationId organization, Timestamp from, Timestamp to) =>
        TimelineAfterDay(organization, to + TimeSpan.FromDays(1), notBefore: from);

    /// <summary>Whether the lower bound is on this day or later, so that older days need not be read.</summary>
    public static bool IsOnLastDay(Timestamp time, Timestamp? notBefore) => notBefore is { } first && time.Day <= first.Day;

    /// <summary>Events after a position in a cell, newest first, up to the lower bound.</summary>
    public static RowRange CellAfter(OrganizationId organization, CellName cell, EventPosition after, Timestamp? notBefore) =>
        RowRange.InPartition(
            KeyText.Join(organization.Value, KeyText.Part(cell.Subject), KeyText.Part(cell.Source)),
            from: after.IsIncluded ? At(after) : null,
            after: after.IsIncluded ? null : At(after),
            before: NotBefore(notBefore)
        );

    private static string At(EventPosition position) =>
        position.Event is { } e ? InOrder(e) : KeyText.Join(KeyText.NewestFirst(position.Time.Ticks), "~");

    private static string? NotBefore(Timestamp? moment) =>
        moment is { } first && first > Timestamp.MinValue ? KeyText.NewestFirst(first.Previous().Ticks) : null;

    private static Timestamp DayBefore(Timestamp time) => Timestamp.Max(Timestamp.MinValue, time.StartOfDay().Previous());

    private static string InOrder(EventOrder order) =>
        KeyText.Join(
            KeyText.NewestFirst(order.Time.Ticks),
            KeyText.NewestFirst(order.CreatedAt.Ticks),
            (EventOrder.MaxPlace - order.Place).ToString("D5", CultureInfo.InvariantCulture),
            order.Hash
        );
}
