using System.Text.Json;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Events;

/// <summary><c>POST /api/v1/events</c>: records one event, or each good one of a batch.</summary>
internal static class PostEvents
{
    public static async Task HandleAsync(
        HttpContext context,
        EventRecorder recorder,
        DailyQuota quota,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock
    )
    {
        var caller = Caller.Of(context);
        var (request, error) = await EventRequest.ReadAsync(context.Request, options.Value.Limits.EventBytes, clock.GetUtcNow());
        error ??= request is { IsBatch: false } ? request.Items[0].Error : null;
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

    private static Task WriteBatchAsync(HttpContext context, EventRequest request, IReadOnlyList<RecordOutcome> outcomes) =>
        context.WriteDataAsync(writer =>
        {
            writer.WriteStartArray();
            var next = 0;
            foreach (var item in request.Items)
                WriteItem(writer, item.Error is null ? outcomes[next++] : null, item.Error);
            writer.WriteEndArray();
        });

    private static void WriteItem(Utf8JsonWriter writer, RecordOutcome? outcome, ApiError? error)
    {
        writer.WriteStartObject();
        if (outcome?.Event is { } e)
        {
            writer.WriteNumber("status", StatusOf(outcome));
            writer.WritePropertyName("event");
            writer.WriteRawValue(e.Json.Span, skipInputValidation: true);
        }
        else
        {
            error ??= ErrorOf(outcome!);
            writer.WriteNumber("status", error.Status);
            writer.WriteString("error", error.Message);
            writer.WriteString("code", error.Code);
        }
        writer.WriteEndObject();
    }

    private static int StatusOf(RecordOutcome outcome) =>
        outcome.Kind == RecordOutcomeKind.Recorded ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    private static ApiError ErrorOf(RecordOutcome outcome) =>
        outcome.Kind == RecordOutcomeKind.Conflict
            ? ApiError.Conflict(
                $"An event with this source and id was recorded at {Instant.Format(outcome.Existing!.CreatedAt)} with other content; a new event needs a new id."
            )
            : ApiError.Unavailable;
}
