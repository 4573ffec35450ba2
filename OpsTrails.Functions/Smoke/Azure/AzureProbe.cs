namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>One thing that the template means.</summary>
/// <param name="Name">What is so when nothing differs.</param>
/// <param name="Advice">What to do otherwise.</param>
/// <param name="LookAsync">Says what differs; a null says nothing.</param>
internal sealed record AzureProbe(
    string Name,
    string Advice,
    Func<AzureInstallation, CancellationToken, Task<IEnumerable<string?>>> LookAsync
);
