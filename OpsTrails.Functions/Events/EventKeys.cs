using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Events;

/// <summary>Where an event lies: in its cell (the truth) and on its day (the timeline), newest first in both.</summary>
internal static class EventKeys
{
    public static RowKey Truth(OrganizationId organization, RecordedEvent e) => Truth(organization, e.Subject, e.Source, e.Time, e.Hash);

    public static RowKey Truth(OrganizationId organization, string? subject, string source, long time, string hash) =>
        new(KeyText.Join(organization.Value, KeyText.Part(subject), KeyText.Part(source)), InOrder(time, hash));

    public static RowKey Timeline(OrganizationId organization, RecordedEvent e) =>
        new(KeyText.Join(organization.Value, KeyText.DayNewestFirst(e.Time)), InOrder(e.Time, e.Hash));

    private static string InOrder(long time, string hash) => KeyText.Join(KeyText.NewestFirst(time), hash);
}
