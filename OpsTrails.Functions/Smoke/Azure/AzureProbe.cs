namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Compares one property of an installation with the template.</summary>
/// <param name="Name">What is true if nothing differs.</param>
/// <param name="Advice">What to do otherwise.</param>
/// <param name="LookAsync">Returns the differences. Nulls are ignored.</param>
internal sealed record AzureProbe(
    string Name,
    string Advice,
    Func<AzureInstallation, CancellationToken, Task<IEnumerable<string?>>> LookAsync
);
