using Azure.Core;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Which request meets which fault. The same plan gives the same faults to the same requests in the same order.</summary>
internal sealed class FaultPlan
{
    private readonly Func<Request, Fault?> _next;
    private readonly Lock _lock = new();

    private FaultPlan(Func<Request, Fault?> next) => _next = next;

    /// <summary>Narrows the plan to some requests, for example those of one table; can be changed at any time.</summary>
    public Func<Request, bool> On { get; set; } = _ => true;

    public int Injected { get; private set; }

    /// <summary>Each fault once, in order, each at the first request that it applies to; then none.</summary>
    public static FaultPlan Scripted(params Fault[] faults)
    {
        var script = new Queue<Fault>(faults);
        return new FaultPlan(request => script.TryPeek(out var fault) && fault.AppliesTo(request) ? script.Dequeue() : null);
    }

    /// <summary>The fault at every request that it applies to.</summary>
    public static FaultPlan Always(Fault fault) => new(request => fault.AppliesTo(request) ? fault : null);

    /// <summary>Each fault with its probability (they add up to 1 at most), from a seed.</summary>
    public static FaultPlan Random(int seed, params (Fault Fault, double Probability)[] odds)
    {
        var random = new Random(seed);
        return new FaultPlan(request =>
        {
            var drawn = random.NextDouble();
            foreach (var (fault, probability) in odds)
            {
                drawn -= probability;
                if (drawn < 0)
                    return fault.AppliesTo(request) ? fault : null;
            }
            return null;
        });
    }

    public Fault? Next(Request request)
    {
        lock (_lock)
        {
            var fault = On(request) ? _next(request) : null;
            Injected += fault is null ? 0 : 1;
            return fault;
        }
    }
}
