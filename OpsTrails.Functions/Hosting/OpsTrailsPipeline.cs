using OpsTrails.Functions.Audit;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Changes;
using OpsTrails.Functions.Days;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Incidents;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Mcp;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.SavedFilters;
using OpsTrails.Functions.Timeline;
using OpsTrails.Functions.WebConsole;

namespace OpsTrails.Functions.Hosting;

/// <summary>The program's services, middleware and endpoints, the same standalone and under a Functions host.</summary>
internal static class OpsTrailsPipeline
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void AddOpsTrails(this IHostApplicationBuilder builder, FunctionsHost host)
    {
        builder.AddPlatform(host);
        var services = builder.Services;
        services.AddPublicAddress(host);
        services.AddCompression();
        services.AddLimits();
        services.AddAuth();
        services.AddOrganizations();
        services.AddPeople();
        services.AddAudit();
        services.AddCells();
        services.AddIncidentRows();
        services.AddFacets();
        services.AddEventGrid();
        services.AddLedger();
        services.AddEvents();
        services.AddTimeline();
        services.AddLive();
        services.AddDays();
        services.AddGrid();
        services.AddChanges();
        services.AddIncidents();
        services.AddSavedFilters();
        services.AddRetention();
        services.AddDerivation();
        services.AddBackup();
        services.AddDemo();
        services.AddMcp();
        services.AddApiDescription();
        services.AddSingleton<Health>();
        services.AddSingleton<HealthDetails>();
        services.AddSingleton<TimerRuns>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
    }

    public static void UseOpsTrails(this IApplicationBuilder app)
    {
        app.UsePublicAddress();
        app.UseSecurityHeaders();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseBodyLimit();
        app.UseConsole();
        app.UseApiDescriptionPolicy();
        app.UseProviderCallback();
        app.UseHeadRequests();
        app.UseRouting();
        app.UseOpenRates();
        app.UseCompression();
        app.UseOpening();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAnswersAtOnce();
        app.UseEndpoints(MapEndpoints);
    }

    private static void MapEndpoints(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapAuth();
        api.MapOrganizations();
        api.MapPeople();
        api.MapAudit();
        api.MapEvents();
        api.MapTimeline();
        api.MapLive();
        api.MapFacets();
        api.MapDays();
        api.MapGrid();
        api.MapChanges();
        api.MapIncidents();
        api.MapSavedFilters();
        api.MapEventGrid();
        api.MapDemo();
        app.MapMcp();
        app.MapHealth();
        app.MapApiDescription();
    }
}
