using System.Security.Claims;
using System.Threading.RateLimiting;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Limits;

/// <summary>
/// Bounds the answers that are in memory for one key or person on this instance: a client that reads slowly keeps its answer there. More
/// requests wait for a while, then get 429.
/// </summary>
internal sealed class AnswersAtOnce(TimeProvider clock) : IDisposable
{
    public const int PerCaller = 16;

    private const int WaitingPerCaller = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PartitionedRateLimiter<string> _callers = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetConcurrencyLimiter(
            caller,
            static _ => new ConcurrencyLimiterOptions { PermitLimit = PerCaller, QueueLimit = WaitingPerCaller }
        )
    );

    /// <summary>Answers by the work as soon as the caller has few enough answers in memory.</summary>
    public async Task RunAsync(HttpContext context, Func<Task> answer)
    {
        using var lease = await AcquireAsync(context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", context.RequestAborted);
        await (
            lease.IsAcquired
                ? answer()
                : context.WriteErrorAsync(
                    new LimitExceeded(
                        $"Too many answers at once: {PerCaller} are not read to the end yet. Read them, or send fewer requests at once.",
                        Patience
                    ).ToError()
                )
        );
    }

    public void Dispose() => _callers.Dispose();

    private async Task<RateLimitLease> AcquireAsync(string caller, CancellationToken cancel)
    {
        var now = _callers.AttemptAcquire(caller);
        if (now.IsAcquired)
            return now;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await _callers.AcquireAsync(caller, cancellationToken: either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return now;
        }
    }
}

/// <summary>Marks an endpoint whose answers can be large, so that <see cref="AnswersAtOnce"/> bounds them.</summary>
internal sealed class LargeAnswer;

/// <summary>What a request takes from the bucket of its key or person. 1 without it.</summary>
internal sealed record RequestCost(int Tokens);

internal static class LargeAnswers
{
    /// <summary>Marks the endpoint as one with large answers.</summary>
    public static TBuilder HasLargeAnswers<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LargeAnswer());

    /// <summary>Sets what a request takes from the bucket of its key or person.</summary>
    public static TBuilder Costs<TBuilder>(this TBuilder endpoint, int tokens)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestCost(tokens));

    public static void UseAnswersAtOnce(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                context.GetEndpoint()?.Metadata.GetMetadata<LargeAnswer>() is null
                    ? next(context)
                    : context.RequestServices.GetRequiredService<AnswersAtOnce>().RunAsync(context, () => next(context))
        );
}
