using System.Security.Cryptography;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.SavedFilters;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.SavedFilters;

/// <summary>
/// The saved filters of organizations, one row each, so that two concurrent callers can neither take the same name nor exceed the limit.
/// </summary>
internal sealed class SavedFilterStore(RevisedRows rows, TimeProvider clock)
{
    public async Task<SavedFilterList> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        SavedFilterList.Read((await rows.ReadAsync(Tables.Filters, KeyOf(organization), cancel)).Content);

    /// <returns>The filter, or why it was not saved.</returns>
    public async Task<(SavedFilter? Saved, string? Refusal)> AddAsync(
        OrganizationId organization,
        SavedFilterRequest request,
        string by,
        CancellationToken cancel
    )
    {
        var added = new SavedFilter(
            "f" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11),
            request.Name,
            request.Query,
            request.Range,
            Timestamp.From(clock.GetUtcNow()),
            by
        );
        string? refusal = null;
        var isSaved = await ChangeAsync(
            organization,
            by,
            filters =>
            {
                (var with, refusal) = filters.Add(added);
                return with;
            },
            cancel
        );
        return isSaved ? (added, null) : (null, refusal);
    }

    /// <returns>The removed filter; null when there is none with this id.</returns>
    public async Task<SavedFilter?> RemoveAsync(OrganizationId organization, string id, string by, CancellationToken cancel)
    {
        SavedFilter? found = null;
        await ChangeAsync(
            organization,
            by,
            filters =>
            {
                found = filters.Find(id);
                return found is null ? null : filters.Without(id);
            },
            cancel
        );
        return found;
    }

    /// <param name="organization">The owner of the filters.</param>
    /// <param name="by">The caller.</param>
    /// <param name="decide">Returns the new list, or null to leave it. Called again when another caller was faster.</param>
    /// <param name="cancel">Gives up waiting.</param>
    private async Task<bool> ChangeAsync(
        OrganizationId organization,
        string by,
        Func<SavedFilterList, SavedFilterList?> decide,
        CancellationToken cancel
    )
    {
        var (_, isChanged) = await rows.ChangeAsync(
            Tables.Filters,
            KeyOf(organization),
            current => decide(SavedFilterList.Read(current.Content))?.ToJson(),
            by,
            history: null,
            audit: static (_, _) => null,
            cancel
        );
        return isChanged;
    }

    private static RowKey KeyOf(OrganizationId organization) => new(organization.Value, "filters");
}
