using Microsoft.Extensions.Options;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Events;

/// <summary><c>POST /api/v1/events</c>: records one event, or every valid event of a batch.</summary>
internal static class PostEvents
{
    public static async Task HandleAsync(
        HttpContext context,
        EventRecorder recorder,
        DailyQuota quota,
        SettingsStore settings,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock
    )
    {
        var caller = Caller.Of(context);
        var types = (await settings.GetAsync(caller.Organization, context.RequestAborted)).Types;
        var (request, requestError) = await EventRequest.ReadAsync(context.Request, options.Value.Limits, clock.GetUtcNow(), types);
        requestError ??= request is { IsBatch: false } ? request.Items[0].Error : null;
        var error = requestError is null ? null : ErrorOf(requestError);
        var drafts = request?.Items.Select(item => item.Draft).OfType<EventDraft>().ToList() ?? [];
        error ??= (await quota.TakeAsync(caller.Organization, drafts.Count, context.RequestAborted))?.ToError();
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var outcomes = await recorder.RecordAsync(caller.Organization, drafts);
        if (request!.IsBatch)
            await WriteBatchAsync(context, request, outcomes);
        else
            await WriteSingleAsync(context, outcomes[0]);
    }

    private static Task WriteSingleAsync(HttpContext context, RecordOutcome outcome) =>
        outcome.Event is { } e ? EventAnswers.WriteAsync(context, StatusOf(outcome), e) : context.WriteErrorAsync(ErrorOf(outcome));

    private static Task WriteBatchAsync(HttpContext context, EventRequest request, IReadOnlyList<RecordOutcome> outcomes)
    {
        var next = 0;
        IReadOnlyList<BatchItemAnswer> items =
        [
            .. request.Items.Select(item => item.Error is { } error ? BatchItemAnswer.Of(ErrorOf(error)) : ItemOf(outcomes[next++])),
        ];
        return context.WriteBatchAsync(items);
    }

    private static BatchItemAnswer ItemOf(RecordOutcome outcome) =>
        outcome.Event is { } e ? BatchItemAnswer.Of(StatusOf(outcome), e) : BatchItemAnswer.Of(ErrorOf(outcome));

    private static int StatusOf(RecordOutcome outcome) =>
        outcome.Kind == RecordOutcomeKind.Recorded ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    private static ApiError ErrorOf(EventRequestError error) =>
        error.Kind switch
        {
            EventRequestErrorKind.TooLarge => ApiError.TooLarge(error.Message),
            EventRequestErrorKind.UnsupportedMediaType => ApiError.UnsupportedMediaType(error.Message, EventRequest.Accepted),
            _ => ApiError.Validation(error.Message),
        };

    private static ApiError ErrorOf(RecordOutcome outcome) =>
        outcome.Kind == RecordOutcomeKind.Conflict
            ? ApiError.Conflict(
                outcome.Existing!.Deleted?.Refusal
                    ?? $"An event with this source and id but other content was recorded at {outcome.Existing.CreatedAt}. "
                        + "Send a new event with a new id."
            )
            : ApiError.Unavailable;
}
