using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.EventGrid;

/// <summary><c>/api/v1/poison</c>: list the events that the topic refused, and send them again.</summary>
internal static class PoisonEndpoints
{
    private const int RetryAfterSeconds = 30;

    public static void MapPoison(this IEndpointRouteBuilder api)
    {
        api.MapGet("/poison", ListAsync).RequireAuthorization(Access.Administer).Describe(EventGridOperations.ListPoison);
        api.MapPost("/poison/{id}/send", SendAsync).RequireAuthorization(Access.Administer).Describe(EventGridOperations.SendPoison);
    }

    private static async Task ListAsync(HttpContext context, PoisonStore poison)
    {
        var errors = new ValidationErrors();
        if (PoisonQuery.Parse(QueryParameters.Of(context.Request), errors) is not { } query)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var found = await poison.ListAsync(Caller.Of(context).Organization, query.After, query.Limit, context.RequestAborted);
        await context.WriteListAsync(
            found.Take(query.Limit).Select(RefusedEventAnswer.Of),
            EventGridJson.Default.ListAnswerRefusedEventAnswer,
            found.Count > query.Limit ? found[query.Limit - 1].Id : null
        );
    }

    private static async Task SendAsync(HttpContext context, string id, PoisonStore poison, Publisher publisher)
    {
        var organization = Caller.Of(context).Organization;
        if (await poison.FindAsync(organization, id, context.RequestAborted) is not { } poisoned)
        {
            await context.WriteErrorAsync(ApiError.NotFound("No refused event has this id. It may have been sent since."));
            return;
        }
        if (!publisher.IsOn)
        {
            await context.WriteErrorAsync(
                ApiError.Conflict("No Event Grid topic is configured. Configure one, then send the event again.")
            );
            return;
        }

        var answer = await publisher.SendAgainAsync(organization, poisoned);
        switch (answer.Verdict)
        {
            case TopicVerdict.Delivered:
                await poison.RemoveAsync(organization, id);
                await context.WriteDataAsync(new DeliveredAnswer(true), EventGridJson.Default.AnswerDeliveredAnswer);
                break;
            case TopicVerdict.Refused:
                await poison.RecordRefusalAsync(organization, poisoned, answer);
                await context.WriteErrorAsync(ApiError.Conflict($"The topic refused the event again: {answer.Reason}"));
                break;
            default:
                await context.WriteErrorAsync(
                    ApiError.Unavailable with
                    {
                        Message = $"The topic is unavailable ({answer.Summary}). The event is kept: send it again later.",
                        RetryAfter = RetryAfterSeconds,
                    }
                );
                break;
        }
    }
}

/// <summary>The query for a page of refused events.</summary>
internal sealed record PoisonQuery(int Limit, string? After)
{
    private static readonly string[] Known = ["limit", "cursor"];

    /// <returns>Null exactly when a validation error was added.</returns>
    public static PoisonQuery? Parse(IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters, ValidationErrors errors)
    {
        var given = Parameters.Read(parameters, Known, errors);
        var limit = Core.Timeline.EventQuery.ReadLimit(given, errors);
        var after = given.One("cursor");
        if (after is not null && !PoisonedEvent.IsId(after))
            errors.Add("cursor", ValidationErrors.InvalidCursor);
        return errors.Any ? null : new PoisonQuery(limit, after);
    }
}
