using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Mcp;

/// <summary>Events as rows grouped by day.</summary>
public static class EventRows
{
    public const int DescriptionLength = 160;

    public static CompactTable Table() => new(["time", "ref", "type", "source", "subject", "severity", "version", "description"]);

    public static bool TryAdd(this CompactTable table, RecordedEvent e, TimeZoneInfo? zone) =>
        table.TryAdd(
            ZonedTime.Day(e.Time, zone),
            ZonedTime.TimeOfDay(e.Time, zone),
            EventRef.Of(e.Id).Digits,
            FreeText.Clean(e.Type),
            FreeText.Clean(e.Source),
            e.Subject is null ? null : FreeText.Clean(e.Subject),
            e.Severity,
            e.Version is null ? null : FreeText.Clean(e.Version),
            EventDescription.Of(e) is { Length: > 0 } description ? FreeText.Clean(description, DescriptionLength) : null
        );
}
