using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
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
using OpsTrails.Functions.Storage.Embedded;
using OpsTrails.Functions.Timeline;
using OpsTrails.Functions.Triggers;
using OpsTrails.Functions.WebConsole;

namespace OpsTrails.Functions.Hosting;

/// <summary>Puts the program together: one pipeline, whether it runs on its own or behind a Functions host.</summary>
internal static class OpsTrailsApp
{
    private const string DefaultUrl = "http://localhost:7071";

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0 after a clean stop, 1 when it could not start, for a reason written to standard error.</returns>
    public static Task<int> RunAsync(string[] args) => GuardAsync(async () =>
    {
        await using var app = Create(args);
        await OpenAsync(app, Console.Out);
        await StartAsync(app);
        await app.WaitForShutdownAsync();
        return 0;
    });

    /// <summary>Turns what can go wrong at the start into one sentence on standard error and the exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <param name="args">The command line: any setting as <c>--OpsTrails:Storage=…</c>, addresses as <c>--urls</c>.</param>
    /// <param name="configure">Has the last word before the program is built.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (FunctionsHost.FindPort(builder.Configuration) is { } port)
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        else if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);

        // Limits are ours to answer (see RequestBody); what Kestrel refuses never becomes JSON.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        AddServices(builder);
        builder.AddTelemetry();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseForwardedAddress();
        app.UseSecurityHeaders();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseConsole();
        app.UseProviderCallback();
        app.UseRouting();
        app.UseOpening();
        app.UseAuthentication();
        app.UseAuthorization();
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
        app.MapTimers();
        app.MapApiDescription();
        return app;
    }

    /// <summary>Opens the store, and greets once the program listens. Behind a Functions host the store may take its time.</summary>
    public static async Task OpenAsync(WebApplication app, TextWriter console)
    {
        _ = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
        var isFirstStart = FunctionsHost.IsAround(app.Configuration)
            ? app.BeginOpening()
            : await app.Services.GetRequiredService<Installation>().OpenAsync(CancellationToken.None);
        app.Lifetime.ApplicationStarted.Register(() => Greeting.WriteAsync(app, isFirstStart, console).GetAwaiter().GetResult());
    }

    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is FormatException or SocketException || (e is InvalidOperationException && e.Source == "Microsoft.AspNetCore.Server.Kestrel.Core"))
        {
            throw new StartupException($"The program cannot listen on {app.Configuration[WebHostDefaults.ServerUrlsKey]}: {FirstSentence(e.Message)}", e);
        }
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<OpsTrailsOptions>().Bind(builder.Configuration.GetSection(OpsTrailsOptions.Section), bind => bind.ErrorOnUnknownConfiguration = true);
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
        services.AddApiDescription();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    private static string? Explain(Exception e) => e switch
    {
        StartupException or StoreOpenException or BackupException => e.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        InvalidOperationException { InnerException: FormatException or ArgumentException } binding => "A setting is wrong: " + FirstSentence(binding.Message),
        // The binder ends its message with the names, behind words about itself.
        InvalidOperationException binding when binding.Message.Contains("ErrorOnUnknownConfiguration", StringComparison.Ordinal) =>
            $"A setting under {OpsTrailsOptions.Section} is not known: {binding.Message[(binding.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')}.",
        FormatException unreadable => "The command line or a setting cannot be read: " + FirstSentence(unreadable.Message),
        StorageUnavailableException => "The store does not answer: " + e.Message + " Check the setting OpsTrails:Storage.",
        IOException { InnerException: AddressInUseException } used => $"{used.Message.TrimEnd('.')}: stop the other program, or choose another address with --urls http://localhost:7072.",
        _ => null,
    };

    private static string FirstSentence(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.') + ".";
}
