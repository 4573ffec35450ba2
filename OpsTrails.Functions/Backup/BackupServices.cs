namespace OpsTrails.Functions.Backup;

internal static class BackupServices
{
    public static void AddBackup(this IServiceCollection services)
    {
        services.AddSingleton<RestoreMarker>();
        services.AddSingleton<BackupRun>();
        services.AddTransient<RestoreRun>();
        services.AddTransient<ImportRun>();
    }
}
