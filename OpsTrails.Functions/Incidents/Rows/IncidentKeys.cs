using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>
/// Keys of the table of incidents, one partition for each organization: <c>k~</c> the events of a group, <c>c~</c> what began, newest
/// first, <c>o~</c> what has not ended, by when it is over at the latest; <c>t</c> by which meanings of types all of it was derived.
/// </summary>
internal static class IncidentKeys
{
    public static RowKey Group(OrganizationId organization, GroupName name) =>
        new(
            organization.Value,
            name.Number is { } number
                ? KeyText.Join("k", "n", KeyText.Part(number))
                : KeyText.Join("k", EventKindNames.Of(name.Kind), KeyText.Part(name.Subject), KeyText.Part(name.Source))
        );

    public static RowKey Begun(string organization, Timestamp time, string hash) =>
        new(organization, KeyText.Join("c", KeyText.NewestFirst(time.Ticks), hash));

    public static RowKey Open(string organization, Timestamp until, string hash) =>
        new(organization, KeyText.Join("o", KeyText.OldestFirst(until.Ticks), hash));

    public static RowRange Groups(OrganizationId organization) => RowRange.WithPrefix(organization.Value, "k");

    public static RowRange NumberedGroups(OrganizationId organization) => RowRange.WithPrefix(organization.Value, KeyText.Join("k", "n"));

    /// <summary>By which meanings of types the whole table was derived.</summary>
    public static RowKey Derived(OrganizationId organization) => new(organization.Value, "t");

    public static bool IsOpen(RowKey key) => key.Row.StartsWith("o~", StringComparison.Ordinal);

    /// <summary>What may not be over at a moment.</summary>
    public static RowRange OpenAt(OrganizationId organization, Timestamp at) =>
        RowRange.InPartition(organization.Value, from: KeyText.Join("o", KeyText.OldestFirst(at.Ticks)), before: "o~~");

    /// <summary>What began within a window, newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="from">Inclusive. Null for no limit.</param>
    /// <param name="to">Exclusive. Null for no limit.</param>
    /// <param name="after">The key after which to go on. Null to begin.</param>
    public static RowRange BegunWithin(OrganizationId organization, Timestamp? from, Timestamp? to, string? after = null) =>
        RowRange.InPartition(
            organization.Value,
            from: after is not null ? null
                : to is { } end ? KeyText.Join("c", KeyText.NewestFirst(end.Previous().Ticks))
                : "c~",
            after: after,
            before: from is { } start && start > Timestamp.MinValue ? KeyText.Join("c", KeyText.NewestFirst(start.Previous().Ticks)) : "c~~"
        );
}
