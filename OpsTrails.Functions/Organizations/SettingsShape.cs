using System.ComponentModel;
using System.Globalization;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Organizations;

/// <summary>The settings as they are answered, and as a client sends them back.</summary>
internal sealed record SettingsShape
{
    [Description("Up to 100 characters.")]
    public string? Name { get; init; }

    [Description("Orders in which versions move from environment to environment.")]
    public IReadOnlyList<IReadOnlyList<string>>? Ladders { get; init; }

    [Description("An IANA name; UTC when absent.")]
    public string? TimeZone { get; init; }

    public BusinessHoursShape? BusinessHours { get; init; }

    [Description(
        "How many days after their time events are deleted, about once an hour; null to keep them for ever. Versions in the grid and names seen stay known."
    )]
    public int? RetentionDays { get; init; }

    public static SettingsShape Of(OrganizationSettings settings) =>
        new()
        {
            Name = settings.Name,
            Ladders = settings.Ladders,
            TimeZone = settings.TimeZone,
            BusinessHours = settings.BusinessHours is { } hours ? BusinessHoursShape.Of(hours) : null,
            RetentionDays = settings.RetentionDays,
        };
}

internal sealed record BusinessHoursShape(
    [property: Description("mon, tue, wed, thu, fri, sat, sun.")] IReadOnlyList<string> Days,
    string From,
    string To
)
{
    public static BusinessHoursShape Of(BusinessHours hours) =>
        new([.. hours.Days.Select(BusinessHours.NameOf)], FormatTime(hours.From), FormatTime(hours.To));

    private static string FormatTime(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
