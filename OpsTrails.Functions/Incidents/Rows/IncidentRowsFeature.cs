namespace OpsTrails.Functions.Incidents.Rows;

internal static class IncidentRowsFeature
{
    public static void AddIncidentRows(this IServiceCollection services)
    {
        services.AddSingleton<IncidentStore>();
        services.AddSingleton<IncidentIndex>();
        services.AddSingleton<IncidentsAtMoment>();
    }
}
