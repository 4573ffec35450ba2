using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents;

/// <summary>Reads one page: open incidents first on a first page, then all others by when they were opened.</summary>
internal sealed class PageReading(
    IncidentIndex index,
    OrganizationId organization,
    IncidentsQuery query,
    OrganizationSettings own,
    Timestamp now
)
{
    private const int MaxRounds = 10;
    private const int MaxPushed = 5;

    private readonly List<ShownIncident> _page = [];
    private readonly List<IndexRow> _read = [];

    /// <summary>Every row that was read.</summary>
    public IReadOnlyList<IndexRow> Read => _read;

    public async Task<IncidentPage> ReadAsync(CancellationToken cancel)
    {
        if (query.IsOpenOnly)
            return await ReadOpenOnlyAsync(cancel);
        var shown = query.Cursor?.Shown.ToList() ?? [];
        if (query is { PutsOpenFirst: true, Cursor: null })
        {
            _page.AddRange((await ReadOpenAsync(cancel)).Take(query.Limit));
            shown.AddRange(_page.Select(open => Digits(open.Incident)));
        }
        return await ScanAsync(shown, cancel);
    }

    private static string Digits(IncidentSummary incident) => incident.Hash[..IncidentCursor.HashDigits];

    private async Task<IncidentPage> ReadOpenOnlyAsync(CancellationToken cancel)
    {
        var rest = (await ReadOpenAsync(cancel)).Where(open => IsAfterCursor(open.Incident)).ToList();
        _page.AddRange(rest.Take(query.Limit));
        return new IncidentPage(_page, rest.Count > _page.Count ? After(Place(_page[^1].Incident), []) : null);
    }

    /// <summary>The open incidents that are asked for, in the order of the list.</summary>
    private async Task<IReadOnlyList<ShownIncident>> ReadOpenAsync(CancellationToken cancel)
    {
        var read = await index.ReadOpenAsync(organization, now, IndexRow.KindOfIncidents, IncidentRules.Of(own), cancel);
        _read.AddRange(read.Rows);
        return
        [
            .. read
                .Incidents.Where(query.Matches)
                .Select(Show)
                .Where(shown => IncidentsQuery.IsOpen(shown.State) && IsOfState(shown))
                .OrderByDescending(shown => shown.Incident.Opened)
                .ThenBy(shown => shown.Incident.Hash, StringComparer.Ordinal),
        ];
    }

    private async Task<IncidentPage> ScanAsync(List<string> shown, CancellationToken cancel)
    {
        var passed = query.Cursor?.After;
        if (_page.Count == query.Limit)
            return new IncidentPage(_page, After(passed, shown));

        var range = Range(passed);
        var isSelective = query.States.Count > 0 || range.Where.Count < 1 + Filters;
        var take = isSelective ? TableLimits.RowsPerPage : query.Limit - _page.Count + shown.Count + 1;
        string? token = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            var rows = await index.ReadPageAsync(range, take, token, cancel);
            foreach (var row in rows.Rows.Select(IndexRow.Read))
            {
                if (_page.Count == query.Limit)
                    return new IncidentPage(_page, After(passed, shown));
                _read.Add(row);
                Add(row.Incident!, shown);
                passed = Place(row.Incident!);
            }
            token = rows.Token;
            if (token is null)
                return new IncidentPage(_page, null);
        }
        return new IncidentPage(_page, After(passed, shown));
    }

    private void Add(IncidentSummary incident, List<string> shown)
    {
        if (!shown.Remove(Digits(incident)) && query.Matches(incident) && Show(incident) is var found && IsOfState(found))
            _page.Add(found);
    }

    private int Filters => (query.Subjects.Count > 0 ? 1 : 0) + (query.Sources.Count > 0 ? 1 : 0);

    /// <summary>The store filters what it can.</summary>
    private RowRange Range((Timestamp Opened, string Hash)? after)
    {
        var filters = new List<PropertyFilter> { new("Kind", [IndexRow.KindOfIncidents]) };
        if (query.Sources.Count is > 0 and <= MaxPushed)
            filters.Add(new PropertyFilter("Source", query.Sources));
        if (query.Subjects.Count is > 0 and <= MaxPushed && !query.Subjects.Contains(""))
            filters.Add(new PropertyFilter("Subject", query.Subjects));
        var key = after is { } passed ? IncidentKeys.Begun(organization.Value, passed.Opened, passed.Hash).Row : null;
        return IncidentKeys.BegunWithin(organization, query.Window.From, query.Window.To, key) with { Where = filters };
    }

    private ShownIncident Show(IncidentSummary incident) => new(incident, incident.StateAt(now, own.Incidents.OpenFor));

    private bool IsOfState(ShownIncident shown) => query.States.Count == 0 || query.States.Contains(shown.State);

    private bool IsAfterCursor(IncidentSummary incident) =>
        query.Cursor?.After is not { } after
        || incident.Opened < after.Opened
        || (incident.Opened == after.Opened && string.CompareOrdinal(incident.Hash, after.Hash) > 0);

    private static (Timestamp, string)? Place(IncidentSummary incident) => (incident.Opened, incident.Hash);

    private IncidentCursor After((Timestamp, string)? after, IReadOnlyList<string> shown) =>
        new()
        {
            After = after,
            Window = query.Window,
            Shown = shown,
            QueryHash = query.Hash,
        };
}
