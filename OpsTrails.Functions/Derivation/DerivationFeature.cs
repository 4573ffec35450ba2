namespace OpsTrails.Functions.Derivation;

internal static class DerivationFeature
{
    public static void AddDerivation(this IServiceCollection services)
    {
        services.AddSingleton<CellDerivation>();
        services.AddSingleton<IncidentDerivation>();
        services.AddSingleton<DerivationRuns>();
        services.AddHostedService<DerivationLoop>();
    }
}
