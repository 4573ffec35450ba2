using System.Text.Json.Serialization;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;

namespace OpsTrails.Functions.Demo;

/// <summary><c>POST /api/v1/demo</c>: records a month of sample events in an empty organization.</summary>
internal static class DemoEndpoint
{
    public static async Task HandleAsync(HttpContext context, DemoRecorder recorder, DailyQuota quota, TimeProvider clock)
    {
        var organization = Caller.Of(context).Organization;
        if (!await recorder.IsEmptyAsync(organization, context.RequestAborted))
        {
            await context.WriteErrorAsync(
                ApiError.Conflict("This organization already has events. Load the demo into an organization without events.")
            );
            return;
        }
        var month = DemoMonth.Until(clock.GetUtcNow());
        if (await quota.TakeAsync(organization, month.Count, context.RequestAborted) is { } exceeded)
        {
            await context.WriteErrorAsync(exceeded.ToError());
            return;
        }

        var events = 0;
        await foreach (var batch in recorder.RecordAsync(organization, month))
            events += batch.All;
        await context.WriteDataAsync(new DemoAnswer(events), DemoJson.Default.AnswerDemoAnswer, StatusCodes.Status201Created);
    }
}

internal sealed record DemoAnswer(int Events);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<DemoAnswer>))]
internal sealed partial class DemoJson : JsonSerializerContext;
