using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>Reads index rows. Groups that were derived by other rules are derived again first.</summary>
internal sealed class IncidentIndex(ITableStore store, IncidentStore incidents)
{
    private const int MaxRefreshed = 200;

    /// <summary>What may not be over at a moment of now, in one request per 1,000.</summary>
    public Task<IndexRead> ReadOpenAsync(
        OrganizationId organization,
        Timestamp now,
        string? kind,
        IncidentRules rules,
        CancellationToken cancel
    ) => ReadAsync(organization, OfKind(IncidentKeys.OpenAt(organization, now), kind), rules, cancel);

    /// <summary>What began within a window, newest first.</summary>
    public Task<IndexRead> ReadBegunAsync(
        OrganizationId organization,
        Timestamp from,
        Timestamp to,
        IncidentRules rules,
        CancellationToken cancel
    ) => ReadBegunAsync(organization, from, to, kind: null, rules, cancel);

    /// <inheritdoc cref="ReadBegunAsync(OrganizationId, Timestamp, Timestamp, IncidentRules, CancellationToken)"/>
    public Task<IndexRead> ReadBegunAsync(
        OrganizationId organization,
        Timestamp from,
        Timestamp to,
        string? kind,
        IncidentRules rules,
        CancellationToken cancel
    ) => ReadAsync(organization, OfKind(IncidentKeys.BegunWithin(organization, from, to), kind), rules, cancel);

    /// <summary>A page of the incidents that were opened within a window, newest first.</summary>
    public ValueTask<RowPage> ReadPageAsync(RowRange range, int take, string? token, CancellationToken cancel) =>
        store.QueryAsync(Tables.Incidents, range, take, token, cancel);

    /// <summary>Derives stale rows again.</summary>
    /// <returns>Whether rows have changed and can be read again.</returns>
    public async Task<bool> RefreshAsync(OrganizationId organization, IEnumerable<IndexRow> rows, IncidentRules rules)
    {
        var stale = rows.Where(row => row.Types != rules.Digest)
            .Select(row => new RowKey(organization.Value, row.Group))
            .Distinct()
            .Take(MaxRefreshed)
            .ToList();
        await incidents.RefreshAsync(stale, rules);
        return stale.Count > 0;
    }

    private static RowRange OfKind(RowRange range, string? kind) =>
        kind is null ? range : range with { Where = [new PropertyFilter("Kind", [kind])] };

    private async Task<IndexRead> ReadAsync(OrganizationId organization, RowRange range, IncidentRules rules, CancellationToken cancel)
    {
        var rows = await ReadAllAsync(range, cancel);
        if (await RefreshAsync(organization, rows, rules))
            rows = await ReadAllAsync(range, cancel);
        return new IndexRead(rows, rows.Any(row => row.Types != rules.Digest));
    }

    private async Task<IReadOnlyList<IndexRow>> ReadAllAsync(RowRange range, CancellationToken cancel) =>
        await store.ReadAllAsync(Tables.Incidents, range, cancel).Select(IndexRow.Read).ToListAsync(cancel);
}

/// <param name="Rows">The rows, in the order of their keys.</param>
/// <param name="IsRecomputing">Whether some of them rest on other rules.</param>
internal sealed record IndexRead(IReadOnlyList<IndexRow> Rows, bool IsRecomputing)
{
    public IEnumerable<IncidentSummary> Incidents => Rows.Select(row => row.Incident).OfType<IncidentSummary>();

    public IEnumerable<Freeze> Freezes => Rows.Select(row => row.Freeze).OfType<Freeze>();
}
