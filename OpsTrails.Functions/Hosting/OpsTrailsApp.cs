using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Hosting;

/// <summary>Runs the program standalone, or under a Functions host if one started it.</summary>
internal static class OpsTrailsApp
{
    private const string DefaultUrl = "http://localhost:7071";

    /// <returns>The exit code: 0 after a clean stop, 1 if start-up failed. The reason goes to standard error.</returns>
    public static Task<int> RunAsync(string[] args) =>
        GuardAsync(async () =>
        {
            if (FunctionsHost.HasStarted(args))
            {
                await FunctionsWorker.RunAsync(args);
                return 0;
            }
            await using var app = Create(args);
            await OpenAsync(app, Console.Out);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return 0;
        });

    /// <summary>Reports an expected failure on standard error, without a stack trace, and returns exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync(PlainText.Lines(message));
            return 1;
        }
    }

    /// <param name="args">The command line: settings such as <c>--OpsTrails:Storage=…</c>, addresses as <c>--urls</c>.</param>
    /// <param name="configure">Runs last before the program is built.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings are in the program's folder, which need not be the working directory.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(KestrelLimits.Apply);
        builder.AddOpsTrails(FunctionsHost.None(builder.Configuration));
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseOpsTrails();
        return app;
    }

    /// <summary>Opens the store, and greets when the program is listening.</summary>
    public static async Task OpenAsync(WebApplication app, TextWriter console)
    {
        _ = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
        var isFirstStart = await app.Services.GetRequiredService<Installation>().OpenAsync(CancellationToken.None);
        app.Lifetime.ApplicationStarted.Register(() => Greeting.WriteAsync(app, isFirstStart, console).GetAwaiter().GetResult());
    }

    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e)
            when (e is FormatException or SocketException
                || (e is InvalidOperationException && e.Source == "Microsoft.AspNetCore.Server.Kestrel.Core")
            )
        {
            throw new StartupException(
                $"OpsTrails can't listen on {app.Configuration[WebHostDefaults.ServerUrlsKey]}: {FirstSentence(e.Message)}",
                e
            );
        }
    }

    private static string? Explain(Exception e) =>
        e switch
        {
            StartupException or StoreOpenException or BackupException => e.Message,
            OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
            InvalidOperationException { InnerException: FormatException or ArgumentException } binding => "A setting is invalid: "
                + FirstSentence(binding.Message),
            InvalidOperationException binding when binding.Message.Contains("ErrorOnUnknownConfiguration", StringComparison.Ordinal) =>
                $"Unknown setting under {OpsTrailsOptions.Section}: {UnknownNames(binding.Message)}.",
            FormatException unreadable => "The command line or a setting is invalid: " + FirstSentence(unreadable.Message),
            StorageUnavailableException { Fault: { } fault } => $"{fault.Reason} {fault.Remedy}",
            StorageUnavailableException => "The store does not answer: " + e.Message + " Check the setting OpsTrails:Storage.",
            IOException { InnerException: AddressInUseException } used =>
                $"{used.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls http://localhost:7072.",
            _ => null,
        };

    /// <summary>The configuration binder's message ends with a colon and the names.</summary>
    private static string UnknownNames(string message) => message[(message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.');

    private static string FirstSentence(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.') + ".";
}
