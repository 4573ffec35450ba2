using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>Pages through the timeline before a moment while its rows are being deleted.</summary>
internal sealed class OldEvents(ITableStore store, OrganizationId organization, Timestamp before, int rowsPerPage)
{
    private readonly Queue<RowRange> _ranges = new(EventKeys.TimelineBefore(organization, before));
    private string? _token;

    /// <returns>Null at the end.</returns>
    public async Task<IReadOnlyList<Row>?> NextAsync(CancellationToken cancel)
    {
        while (_ranges.TryPeek(out var range))
        {
            var page = await store.QueryAsync(Tables.Timeline, range, rowsPerPage, _token, cancel);
            _token = page.Token;
            if (page.Token is null)
                _ranges.Dequeue();
            if (page.Rows.Count > 0)
                return page.Rows;
        }
        return null;
    }
}
