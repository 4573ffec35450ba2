using Microsoft.Extensions.Options;
using OpsTrails.Functions.Audit;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Changes;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Filters;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Keys;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Mcp;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Protection;
using OpsTrails.Functions.Quotas;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Timeline;
using OpsTrails.Functions.WebConsole;

namespace OpsTrails.Functions.Hosting;

/// <summary>The program's services, middleware and endpoints: the same ones whether it runs on its own or under a Functions host.</summary>
internal static class OpsTrailsPipeline
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void AddOpsTrails(this IHostApplicationBuilder builder, FunctionsHost host)
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
        services.AddEventGrid();
        services.AddLedger();
        services.AddLive();
        services.AddRetention();
        services.AddOrganizations();
        services.AddSingleton<DailyQuota>();
        services.AddSingleton<EventLookup>();
        services.AddTimeline();
        services.AddGrid();
        services.AddChanges();
        services.AddSingleton<FilterStore>();
        services.AddApiKeys();
        services.AddMcp();
        services.AddCookieProtection();
        services.AddPeople();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<DemoRecorder>();
        services.AddBackup();
        services.AddSingleton<Health>();
        services.AddSingleton<HealthDetails>();
        services.AddSingleton<TimerRuns>();
        services.AddApiDescription();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.AddTelemetry();
    }

    public static void UseOpsTrails(this IApplicationBuilder app)
    {
        app.UseSecurityHeaders();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseConsole();
        app.UseApiDescriptionPolicy();
        app.UseProviderCallback();
        app.UseRouting();
        app.UseOpening();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpoints(MapEndpoints);
    }

    private static void MapEndpoints(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapEvents();
        api.MapFacets();
        api.MapGrid();
        api.MapSummary();
        api.MapChanges();
        api.MapFilters();
        api.MapKeys();
        api.MapSessions();
        api.MapPeople();
        api.MapAudit();
        api.MapDemo();
        api.MapOrganization();
        api.MapPoison();
        app.MapMcp();
        app.MapHealth();
        app.MapApiDescription();
    }
}
