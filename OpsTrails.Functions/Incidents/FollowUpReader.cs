using OpsTrails.Core.Grid;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
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
        TypeMeanings types,
        CancellationToken cancel
    )
    {
        var names = incidents.Select(NameOf).Distinct().ToList();
        var found =
            names.Count == 0 ? []
            : names.Count <= MaxReads ? await ReadEachAsync(organization, names, cancel)
            : await cells.ReadAllAsync(organization, cancel);
        var byName = found.ToDictionary(cell => new CellName(cell.Subject, cell.Source));
        return [.. incidents.Select(incident => FollowUps.Of(incident, byName.GetValueOrDefault(NameOf(incident)), types))];
    }

    private async Task<IReadOnlyList<Cell>> ReadEachAsync(
        OrganizationId organization,
        IReadOnlyList<CellName> names,
        CancellationToken cancel
    )
    {
        var rows = await Task.WhenAll(
            names.Select(name => store.ReadAsync(Tables.Cells, CellRow.Key(organization, name.Subject, name.Source), cancel).AsTask())
        );
        return [.. rows.OfType<Row>().Select(CellRow.Read)];
    }

    private static CellName NameOf(IncidentSummary incident) => new(incident.Subject, incident.Source);
}
