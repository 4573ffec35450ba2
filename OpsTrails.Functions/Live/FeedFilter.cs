using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Live;

/// <summary>The filter of one reader. Follows changes of aliases and groups while the reader is connected.</summary>
/// <param name="filter">The filter as asked for.</param>
/// <param name="organization">The organization.</param>
/// <param name="settings">Read only if names matter.</param>
/// <param name="needsCells">Whether <see cref="CellOf"/> is called.</param>
internal sealed class FeedFilter(EventFilter filter, OrganizationId organization, SettingsStore settings, bool needsCells = false)
{
    private OrganizationNames _names = OrganizationNames.None;
    private EventFilter? _resolved;

    /// <summary>Reads the current names. Call it before each batch.</summary>
    public async ValueTask RefreshAsync(FeedBatch batch, CancellationToken cancel)
    {
        if (batch.Entries.Count == 0 || !(needsCells || filter.NeedsText || filter.Conditions.Count > 0))
            return;
        var names = (await settings.GetAsync(organization, cancel)).Names;
        if (_resolved is null || !ReferenceEquals(names, _names))
            (_names, _resolved) = (names, filter.Resolve(names));
    }

    /// <summary>The filter for names as sent.</summary>
    public EventFilter Resolved => _resolved ?? filter;

    /// <summary>The canonical name of a cell.</summary>
    public CellName CellOf(string? subject, string source) => _names.Cell(new CellName(subject, source));
}
