using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Events;

/// <summary>
/// <c>DELETE /api/v1/events/{id}</c>: deletes one event. <c>DELETE /api/v1/events?id=</c> for an id that a path can't contain.
/// </summary>
internal static class DeleteEvent
{
    private static readonly ApiError Unavailable = ApiError.Unavailable with
    {
        Message = "Storage is unavailable, and the event may be deleted in part. Send the request again to complete it.",
    };

    public static Task HandleAsync(HttpContext context, EventLookup lookup, Deletions deletions) =>
        DeleteAsync(context, GetEvent.IdOf(context), lookup, deletions);

    public static Task HandleIdAsync(HttpContext context, EventLookup lookup, Deletions deletions) =>
        DeleteAsync(context, null, lookup, deletions);

    private static async Task DeleteAsync(HttpContext context, string? id, EventLookup lookup, Deletions deletions)
    {
        var errors = new ValidationErrors();
        if (DeletionQuery.Parse(id, QueryParameters.Of(context.Request), errors) is not { } query)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        try
        {
            var (deleted, error) = await DeleteAsync(Caller.Of(context), query, lookup, deletions, context.RequestAborted);
            await (
                deleted is null
                    ? context.WriteErrorAsync(error!)
                    : context.WriteDataAsync(DeletionAnswer.Of(deleted), EventsJson.Default.AnswerDeletionAnswer)
            );
        }
        catch (StorageUnavailableException)
        {
            await context.WriteErrorAsync(Unavailable);
        }
    }

    private static async Task<(Claim? Deleted, ApiError? Error)> DeleteAsync(
        Caller caller,
        DeletionQuery query,
        EventLookup lookup,
        Deletions deletions,
        CancellationToken cancel
    )
    {
        var claims = await lookup.FindClaimsAsync(caller.Organization, query.Id, query.Source, cancel);
        List<Claim> live = [.. claims.Where(claim => claim.Deleted is null)];
        var named = new NamedEvent(live, IsRef: false, Event: null) { Deleted = claims.FirstOrDefault(claim => claim.Deleted is not null) };
        if (named.IsAmbiguous)
            return (null, ApiError.Validation($"source: {named.Problem}"));
        if ((live.FirstOrDefault() ?? named.Deleted) is not { } claim)
            return (null, ApiError.NotFound("No event has this id. Send the whole id: a ref doesn't do here."));
        return await deletions.DeleteAsync(caller.Organization, claim.Source, claim.Id, caller.Name, query.Reason) switch
        {
            { IsOwn: true } own => (own.Tombstone, null),
            { } other => (null, ApiError.NotFound(other.Tombstone.Deleted!.SentenceOf(query.Id))),
            null => (null, ApiError.NotFound("No event has this id.")),
        };
    }
}
