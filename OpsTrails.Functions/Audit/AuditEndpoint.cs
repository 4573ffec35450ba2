using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Audit;

/// <summary><c>GET /api/v1/audit</c>: who changed settings, keys, context and team.</summary>
internal static class AuditEndpoint
{
    public static async Task ListAsync(HttpContext context, AuditLog audit)
    {
        var errors = new ValidationErrors();
        var given = Parameters.Read(QueryParameters.Of(context.Request), ["limit", "cursor"], errors);
        var limit = EventQuery.ReadLimit(given, errors);
        var after = given.One("cursor");
        if (after is not null && !AuditRow.IsId(after))
            errors.Add("cursor", ValidationErrors.InvalidCursor);
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var found = await audit.ListAsync(organization, after, limit, context.RequestAborted);
        var page = found.Take(limit).ToList();
        var names = await audit.NamesOfAsync(organization, [.. page.Select(item => item.Entry)], context.RequestAborted);
        await context.WriteListAsync(
            page.Select(item => AuditEntryAnswer.Of(item.Id, item.Entry, names.GetValueOrDefault(item.Entry.By))),
            AuditJson.Default.ListAnswerAuditEntryAnswer,
            found.Count > limit ? page[^1].Id : null
        );
    }
}
