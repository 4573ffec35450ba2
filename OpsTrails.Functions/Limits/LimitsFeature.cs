namespace OpsTrails.Functions.Limits;

internal static class LimitsFeature
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<Rates>();
        services.AddSingleton<AnswersAtOnce>();
        services.AddSingleton<DailyQuota>();
    }
}
