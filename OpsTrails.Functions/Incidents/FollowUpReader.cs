using OpsTrails.Core.Grid;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents;

/// <summary>What followed incidents, from the rows of their cells.</summary>
internal sealed class FollowUpReader(ITableStore store, CellList cells)
{
    /// <summary>More cells are read with the whole list of cells.</summary>
    private const int MaxReads = 10;

    /// <returns>One for each incident, in the same order.</returns>
    public async Task<IReadOnlyList<FollowUps>> ReadAsync(
        OrganizationId organization,
        IReadOnlyList<IncidentSummary> incidents,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var names = incidents.Select(NameOf).Distinct().SelectMany(own.Names.CellsOf).Distinct().ToList();
        var found =
            names.Count == 0 ? []
            : names.Count <= MaxReads ? await ReadEachAsync(organization, names, own, cancel)
            : await cells.ReadAllAsync(organization, own.Names, cancel);
        var byName = found.ToLookup(cell => new CellName(cell.Subject, cell.Source));
        return [.. incidents.Select(incident => FollowUps.Of(incident, [.. byName[own.Names.Cell(NameOf(incident))]], own.Types))];
    }

    private async Task<IReadOnlyList<Cell>> ReadEachAsync(
        OrganizationId organization,
        IReadOnlyList<CellName> names,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var rows = await Task.WhenAll(
            names.Select(name => store.ReadAsync(Tables.Cells, CellRow.Key(organization, name.Subject, name.Source), cancel).AsTask())
        );
        return [.. rows.OfType<Row>().Select(row => CellRow.Read(row).Under(own.Names))];
    }

    private static CellName NameOf(IncidentSummary incident) => new(incident.Subject, incident.Source);
}
