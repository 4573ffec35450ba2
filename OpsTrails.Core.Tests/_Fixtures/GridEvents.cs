using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>Events for grids. Times are minutes since noon on a Monday.</summary>
internal static class GridEvents
{
    public static readonly DateTimeOffset Noon = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static Timestamp At(int minute) => Timestamp.From(Noon.AddMinutes(minute));

    /// <summary>The opposite of <see cref="At"/>.</summary>
    public static int Minute(Timestamp time) => (int)(time - At(0)).TotalMinutes;

    public static RecordedEvent Event(
        string id,
        int minute,
        string? version,
        string type = "deployment",
        string? subject = "PRODUCTION",
        string source = "BE",
        string? severity = null,
        int recordedAfter = 0,
        int place = 0
    ) =>
        new()
        {
            Id = id,
            Source = source,
            Type = type,
            Subject = subject,
            Severity = severity,
            Version = version,
            Time = At(minute),
            CreatedAt = At(minute + recordedAfter),
            Place = place,
            Json = "{}"u8.ToArray(),
        };

    public static RecordedEvent Rollback(
        string id,
        int minute,
        string? version = null,
        string? subject = "PRODUCTION",
        string source = "BE"
    ) => Event(id, minute, version, "rollback", subject, source);
}
