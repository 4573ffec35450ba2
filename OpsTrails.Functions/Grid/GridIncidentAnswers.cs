using System.ComponentModel;
using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Incidents.Rows;

namespace OpsTrails.Functions.Grid;

internal sealed record GridIncidentAnswer(
    [property: Description("The ref of the opening event.")] string Ref,
    [property: Description("The team's own number; null when its events have none.")] string? Number,
    string? Severity,
    [property: Description("open or acknowledged.")] string State,
    string Opened,
    string? Description
)
{
    public static ILookup<CellName, GridIncidentAnswer> ByCell(OpenAtMoment open, OrganizationNames names) =>
        open.Incidents.ToLookup(e => names.Cell(new CellName(e.Incident.Subject, e.Incident.Source)), e => Of(e.Incident, e.State));

    private static GridIncidentAnswer Of(IncidentSummary incident, IncidentState state) =>
        new(
            EventRef.Of(incident.Id).ToString(),
            incident.Number,
            incident.Severity,
            IncidentStateNames.Of(state),
            incident.Opened.ToString(),
            incident.Description
        );
}

internal sealed record FreezeAnswer(
    [property: Description("The environment; null for all environments.")] string? Subject,
    string Source,
    [property: Description("freeze or maintenance.")] string Kind,
    string From,
    [property: Description("The end, exclusive.")] string Until,
    [property: Description("False when it is planned and begins within the next 30 days.")] bool Active,
    string? Description,
    [property: Description("The ref of the event that began or announced it.")] string Ref
)
{
    public static FreezeAnswer Of(Freeze freeze, Timestamp at, OrganizationNames names) =>
        new(
            names.Subject(freeze.Subject),
            freeze.Source,
            EventKindNames.Of(freeze.Kind),
            freeze.From.ToString(),
            freeze.Until.ToString(),
            freeze.IsActiveAt(at),
            freeze.Description,
            EventRef.Of(freeze.Id).ToString()
        );
}
