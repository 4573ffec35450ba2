using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>The rows of an organization's ledger, all in one partition.</summary>
internal static class LedgerKeys
{
    public static RowKey Claim(OrganizationId organization, string source, string id) =>
        new(organization.Value, KeyText.Join("i", EventIdentity.Hash(id), EventIdentity.Hash(source)));

    /// <summary>All claims, ordered by the hash of their id.</summary>
    public static RowRange Claims(OrganizationId organization) => RowRange.WithPrefix(organization.Value, "i");

    public static RowRange ClaimsOf(OrganizationId organization, string id) =>
        RowRange.WithPrefix(organization.Value, KeyText.Join("i", EventIdentity.Hash(id)));

    /// <summary>Claims of ids whose hash starts with the digits of a ref.</summary>
    public static RowRange ClaimsOf(OrganizationId organization, EventRef prefix) =>
        RowRange.InPartition(organization.Value, from: KeyText.Join("i", prefix.Digits), before: KeyText.Join("i", prefix.Digits) + "~~");

    public static RowKey Outbox(OrganizationId organization, Timestamp createdAt, string hash) =>
        new(organization.Value, KeyText.Join("j", KeyText.OldestFirst(createdAt.Ticks), hash));

    /// <summary>The outbox entry of a deletion.</summary>
    public static RowKey Deletion(OrganizationId organization, Timestamp deletedAt, string hash) =>
        new(organization.Value, KeyText.Join("j", KeyText.OldestFirst(deletedAt.Ticks), hash, "d"));

    /// <summary>Where retention finds the tombstone of an event.</summary>
    public static RowKey Tombstone(OrganizationId organization, EventOrder e) =>
        new(organization.Value, KeyText.Join("d", KeyText.OldestFirst(e.Time.Ticks), KeyText.OldestFirst(e.CreatedAt.Ticks), e.Hash));

    /// <summary>Tombstones of events whose time is before a moment.</summary>
    public static RowRange TombstonesBefore(OrganizationId organization, Timestamp time) =>
        RowRange.InPartition(organization.Value, from: "d~", before: KeyText.Join("d", KeyText.OldestFirst(time.Ticks)));

    /// <summary>Outbox entries of events recorded before a moment, oldest first.</summary>
    public static RowRange OutboxBefore(OrganizationId organization, Timestamp createdAt) =>
        RowRange.InPartition(organization.Value, from: "j~", before: KeyText.Join("j", KeyText.OldestFirst(createdAt.Ticks)));

    /// <summary>The row keys of outbox entries of events recorded within a period, without its end.</summary>
    public static (string From, string Before) OutboxBetween(Timestamp from, Timestamp before) =>
        (KeyText.Join("j", KeyText.OldestFirst(from.Ticks)), KeyText.Join("j", KeyText.OldestFirst(before.Ticks)));

    /// <summary>Outbox entries after a row, of incomplete events and deletions only.</summary>
    public static RowRange RecordingAfter(OrganizationId organization, RowKey row, Timestamp createdAt) =>
        OutboxBefore(organization, createdAt) with
        {
            RowFrom = null,
            RowAfter = row.Row,
            Where = [new PropertyFilter("Stage", [OutboxEntry.Recording, DeletionEntry.Deleting])],
        };

    /// <summary>Outbox entries of incomplete events recorded within a period, its ends included.</summary>
    public static RowRange RecordingBetween(OrganizationId organization, Timestamp first, Timestamp last) =>
        RowRange.InPartition(
            organization.Value,
            from: KeyText.Join("j", KeyText.OldestFirst(first.Ticks)),
            before: KeyText.Join("j", KeyText.OldestFirst(last.Ticks)) + "~~"
        ) with
        {
            Where = [new PropertyFilter("Stage", [OutboxEntry.Recording])],
            Select = ["Stage"],
        };

    /// <summary>What is known about the demo in this organization, while it is there.</summary>
    public static RowKey Demo(OrganizationId organization) => new(organization.Value, "m");

    public static RowKey Counter(OrganizationId organization) => new(organization.Value, "n");

    /// <summary>The sequence of the newest entry. Without a row, the feed never had one.</summary>
    public static FeedSequence ReadCounter(Row? counter) => new(counter?.RequiredNumber("Value") ?? 0);

    public static RowKey Feed(OrganizationId organization, FeedSequence sequence) =>
        new(organization.Value, KeyText.Join("s", KeyText.OldestFirst(sequence.Number)));

    /// <summary>Events of the feed after a sequence number, in the order recorded.</summary>
    public static RowRange FeedAfter(OrganizationId organization, FeedSequence sequence) =>
        RowRange.InPartition(organization.Value, after: Feed(organization, sequence).Row, before: "s~~");

    /// <summary>Events of the feed after a sequence number, up to another one.</summary>
    public static RowRange FeedBetween(OrganizationId organization, FeedSequence after, FeedSequence last) =>
        RowRange.InPartition(organization.Value, after: Feed(organization, after).Row, before: Feed(organization, last.Next()).Row) with
        {
            Select = ["CreatedAt"],
        };

    /// <summary>Says that an ended UTC day has other events than when it was counted.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="day">Days since 0001-01-01.</param>
    public static RowKey StaleDay(OrganizationId organization, long day) =>
        new(organization.Value, KeyText.Join("y", day.ToString("D7", CultureInfo.InvariantCulture)));

    /// <summary>The marks of stale days, both ends included.</summary>
    public static RowRange StaleDays(OrganizationId organization, long first, long last) =>
        RowRange.InPartition(organization.Value, from: StaleDay(organization, first).Row, before: StaleDay(organization, last + 1).Row);

    public static long StaleDayOf(RowKey mark) => long.Parse(mark.Row.AsSpan("y~".Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Outbox entries of incomplete events, and of deletions that may have to be repeated.</summary>
    public static RowRange Unsettled(OrganizationId organization) =>
        OutboxBefore(organization, Timestamp.MaxValue) with
        {
            Where = [new PropertyFilter("Stage", [OutboxEntry.Recording, DeletionEntry.Deleting])],
            Select = ["Time"],
        };

    /// <summary>The ranges between the kinds of rows above, for rows that a later version may add.</summary>
    public static IReadOnlyList<RowRange> Others(OrganizationId organization) =>
        [
            RowRange.InPartition(organization.Value, before: "i~"),
            RowRange.InPartition(organization.Value, from: "i~~", before: "j~"),
            RowRange.InPartition(organization.Value, from: "j~~", before: "n"),
            RowRange.InPartition(organization.Value, after: "n", before: "s~"),
            RowRange.InPartition(organization.Value, from: "s~~"),
        ];

    public static bool IsClaim(RowKey key) => key.Row.StartsWith("i~", StringComparison.Ordinal);

    public static bool IsFeed(RowKey key) => key.Row.StartsWith("s~", StringComparison.Ordinal);

    /// <summary>The sequence number in the key of a feed row.</summary>
    public static FeedSequence SequenceOf(RowKey feed) =>
        new(long.Parse(feed.Row.AsSpan("s~".Length), NumberStyles.None, CultureInfo.InvariantCulture));
}
