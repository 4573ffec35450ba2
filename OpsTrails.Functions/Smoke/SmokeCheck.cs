namespace OpsTrails.Functions.Smoke;

/// <summary>One thing that a deployment has to do.</summary>
/// <param name="Name">What works when it passes.</param>
/// <param name="Advice">What to do when it fails.</param>
/// <param name="RunAsync">Looks; what it throws is a failure too.</param>
internal sealed record SmokeCheck(string Name, string Advice, Func<SmokeRun, CancellationToken, Task<Finding>> RunAsync);

/// <summary>What a check found.</summary>
/// <param name="Kind">Whether it is as it should be.</param>
/// <param name="Detail">What is wrong, or why it was not looked at.</param>
internal readonly record struct Finding(FindingKind Kind, string? Detail)
{
    public static Finding Ok { get; } = new(FindingKind.Ok, null);

    public static Finding Failed(string detail) => new(FindingKind.Failed, detail);

    public static Finding Skipped(string reason) => new(FindingKind.Skipped, reason);

    /// <summary>Failed with the first problem that there is.</summary>
    public static Finding Of(params IEnumerable<string?> problems) =>
        problems.FirstOrDefault(problem => problem is not null) is { } first ? Failed(first) : Ok;
}

internal enum FindingKind
{
    Ok,
    Failed,
    Skipped,
}

/// <summary>How long is waited for what.</summary>
/// <param name="Check">A whole check; of the first, during which a sleeping program starts, twice as long.</param>
/// <param name="FirstByte">What a stream says at once.</param>
/// <param name="Event">An event on its way to who follows.</param>
/// <param name="Revoked">A key that was revoked, until it works nowhere.</param>
internal sealed record Patience(TimeSpan Check, TimeSpan FirstByte, TimeSpan Event, TimeSpan Revoked)
{
    public static Patience Usual { get; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));
}
