namespace OpsTrails.Functions.Smoke;

/// <summary>One check of a deployment.</summary>
/// <param name="Name">What works if the check passes.</param>
/// <param name="Advice">What to do if it fails.</param>
/// <param name="RunAsync">Runs the check. An exception counts as a failure.</param>
internal sealed record SmokeCheck(string Name, string Advice, Func<SmokeRun, CancellationToken, Task<Finding>> RunAsync);

/// <param name="Kind">Result of the check.</param>
/// <param name="Detail">The problem, or why the check was skipped.</param>
internal readonly record struct Finding(FindingKind Kind, string? Detail)
{
    public static Finding Ok { get; } = new(FindingKind.Ok, null);

    public static Finding Failed(string detail) => new(FindingKind.Failed, detail);

    public static Finding Skipped(string reason) => new(FindingKind.Skipped, reason);

    /// <summary>Failed with the first problem, or ok if there is none.</summary>
    public static Finding Of(params IEnumerable<string?> problems) =>
        problems.FirstOrDefault(problem => problem is not null) is { } first ? Failed(first) : Ok;
}

internal enum FindingKind
{
    Ok,
    Failed,
    Skipped,
}

/// <param name="Check">A whole check. The first check has twice as long, because the program may be starting.</param>
/// <param name="FirstByte">The first bytes of a stream.</param>
/// <param name="Event">Delivery of a recorded event to readers.</param>
/// <param name="Revoked">From revocation of a key until every instance rejects it.</param>
internal sealed record SmokeTimeouts(TimeSpan Check, TimeSpan FirstByte, TimeSpan Event, TimeSpan Revoked)
{
    public static SmokeTimeouts Default { get; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));
}
