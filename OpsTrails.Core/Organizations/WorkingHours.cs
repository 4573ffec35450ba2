using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Organizations;

/// <summary>Business hours and their time zone.</summary>
public sealed record WorkingHours(BusinessHours Hours, TimeZoneInfo Zone)
{
    /// <returns>Null if no business hours are set.</returns>
    public static WorkingHours? Of(OrganizationSettings settings) =>
        settings.BusinessHours is { } hours && LocalTime.TryFindZone(settings.TimeZone, out var zone)
            ? new WorkingHours(hours, zone)
            : null;
}
