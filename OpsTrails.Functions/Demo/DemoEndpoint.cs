using System.Text.Json.Serialization;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Demo;

/// <summary><c>POST /api/v1/demo</c>: records a month of sample events in an empty organization.</summary>
internal static class DemoEndpoint
{
    public static async Task HandleAsync(HttpContext context, DemoRecorder recorder, TimeProvider clock)
    {
        var organization = Caller.Of(context).Organization;
        if (!await recorder.IsEmptyAsync(organization, context.RequestAborted))
        {
            await context.WriteErrorAsync(
                ApiError.Conflict("This organization already has events. Load the demo into an organization without events.")
            );
            return;
        }
        var month = DemoMonth.WithTonight(clock.GetUtcNow());
        if (!await recorder.BeginAsync(organization, month))
        {
            await context.WriteErrorAsync(ApiError.Conflict("The demo is being removed. Load it again when that is done."));
            return;
        }

        var events = 0;
        await foreach (var batch in recorder.RecordAsync(organization, month))
            events += batch.All;
        await context.WriteDataAsync(new DemoAnswer(events), DemoJson.Default.AnswerDemoAnswer, StatusCodes.Status201Created);
    }
}

/// <summary><c>DELETE /api/v1/demo</c>: removes the sample events and everything derived from them.</summary>
internal static class DemoRemovalEndpoint
{
    public static async Task HandleAsync(HttpContext context, DemoRemoval removal)
    {
        var caller = Caller.Of(context);
        var (events, isDone) = await removal.RunAsync(caller.Organization, caller.Name);
        await context.WriteDataAsync(
            new DemoAnswer(events),
            DemoJson.Default.AnswerDemoAnswer,
            isDone ? StatusCodes.Status200OK : StatusCodes.Status202Accepted
        );
    }
}

internal sealed record DemoAnswer(int Events);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<DemoAnswer>))]
internal sealed partial class DemoJson : JsonSerializerContext;
