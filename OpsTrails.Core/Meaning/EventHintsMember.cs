namespace OpsTrails.Core.Meaning;

/// <summary>A member of <c>data</c> that is a hint. <paramref name="Code"/> stands for its name in the stored text.</summary>
internal sealed record EventHintsMember(
    string Name,
    char Code,
    Func<EventHints, string?> Get,
    Func<EventHints, string?, EventHints> With,
    bool StatesOutcome = true
)
{
    /// <summary>First those that bear on the meaning, in their order of precedence.</summary>
    public static readonly EventHintsMember[] All =
    [
        new("phase", 'p', hints => hints.Phase, (hints, text) => hints with { Phase = text }, StatesOutcome: false),
        new("outcome", 'o', hints => hints.Outcome, (hints, text) => hints with { Outcome = text }),
        new("conclusion", 'c', hints => hints.Conclusion, (hints, text) => hints with { Conclusion = text }),
        new("result", 'r', hints => hints.Result, (hints, text) => hints with { Result = text }),
        new("status", 's', hints => hints.Status, (hints, text) => hints with { Status = text }),
        new("state", 't', hints => hints.State, (hints, text) => hints with { State = text }),
        new("success", 'u', hints => hints.Success, (hints, text) => hints with { Success = text }),
        new("id", 'i', hints => hints.Run, (hints, text) => hints with { Run = text }, StatesOutcome: false),
    ];

    public static readonly EventHintsMember[] OfMeaning = All[..^1];
}
