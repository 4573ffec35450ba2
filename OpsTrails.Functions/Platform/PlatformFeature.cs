using Microsoft.Extensions.Options;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Platform;

internal static class PlatformFeature
{
    public static void AddPlatform(this IHostApplicationBuilder builder, FunctionsHost host)
    {
        var services = builder.Services;
        services.AddSingleton(host);
        services.AddSingleton(TimeProvider.System);
        services
            .AddOptions<OpsTrailsOptions>()
            .Bind(builder.Configuration.GetSection(OpsTrailsOptions.Section), bind => bind.ErrorOnUnknownConfiguration = true);
        services.AddSingleton<IValidateOptions<OpsTrailsOptions>, OpsTrailsOptionsValidator>();
        services.AddSingleton<Telemetry>();
        services.AddStorage();
        services.AddSingleton<RestoreMarker>();
        services.AddSingleton<StoreClock>();
        services.AddSingleton<ClockTrust>();
        services.AddSingleton<StoreFormat>();
        services.AddSingleton<Installation>();
        builder.AddTelemetry();
        PlainLogs.Add(services);
    }
}
