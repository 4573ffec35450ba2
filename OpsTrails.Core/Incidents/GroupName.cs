using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Incidents;

/// <summary>
/// The events that are paired with each other: those with the same number, those of a cell that have no number, or the freezes or
/// maintenance of a cell.
/// </summary>
/// <param name="Kind">Incident, Freeze or Maintenance.</param>
/// <param name="Number">The team's own number. Null for a group of a cell.</param>
/// <param name="Subject">The canonical name of the environment of the cell.</param>
/// <param name="Source">The canonical name of the system of the cell. Null for a group of a number.</param>
public sealed record GroupName(EventKind Kind, string? Number, string? Subject, string? Source)
{
    public static GroupName OfNumber(string number) => new(EventKind.Incident, number, null, null);

    /// <returns>Null for an event of another kind.</returns>
    public static GroupName? Of(IncidentEvent e, EventKind kind, OrganizationNames names) =>
        !IsGrouped(kind) ? null
        : kind == EventKind.Incident && e.Number is { } number ? OfNumber(number)
        : new(kind, null, names.Subject(e.Subject), names.Source(e.Source));

    public static bool IsGrouped(EventKind kind) => kind is EventKind.Incident or EventKind.Freeze or EventKind.Maintenance;
}
