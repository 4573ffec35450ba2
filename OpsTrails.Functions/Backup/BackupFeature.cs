namespace OpsTrails.Functions.Backup;

internal static class BackupFeature
{
    public static void AddBackup(this IServiceCollection services)
    {
        services.AddSingleton<BackupRun>();
        services.AddTransient<RestoreRun>();
        services.AddTransient<ImportRun>();
    }
}
