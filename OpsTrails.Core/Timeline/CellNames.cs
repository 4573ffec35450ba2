using OpsTrails.Core.Names;

namespace OpsTrails.Core.Timeline;

public static class CellNames
{
    /// <summary>The canonical name of a cell.</summary>
    public static CellName Cell(this OrganizationNames names, CellName cell) => new(names.Subject(cell.Subject), names.Source(cell.Source));

    /// <summary>Every name under which events of a cell may lie, the canonical one first.</summary>
    public static IEnumerable<CellName> CellsOf(this OrganizationNames names, CellName cell) =>
        (cell.Subject is { } subject ? names.Subjects.AllOf(subject) : [null!]).SelectMany(
            (string? subject) => names.Sources.AllOf(cell.Source).Select(source => new CellName(subject, source))
        );
}
