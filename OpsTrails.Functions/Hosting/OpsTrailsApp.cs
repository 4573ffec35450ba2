using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Hosting;

/// <summary>Runs the program: on its own, or under a Functions host where one started it.</summary>
internal static class OpsTrailsApp
{
    private const string DefaultUrl = "http://localhost:7071";

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0 after a clean stop, 1 when it could not start, for a reason written to standard error.</returns>
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
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(KestrelLimits.Apply);
        builder.AddOpsTrails(FunctionsHost.None(builder.Configuration));
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseOpsTrails();
        return app;
    }

    /// <summary>Opens the store, and greets once the program listens.</summary>
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
                $"The program cannot listen on {app.Configuration[WebHostDefaults.ServerUrlsKey]}: {FirstSentence(e.Message)}",
                e
            );
        }
    }

    private static string? Explain(Exception e) =>
        e switch
        {
            StartupException or StoreOpenException or BackupException => e.Message,
            OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
            InvalidOperationException { InnerException: FormatException or ArgumentException } binding => "A setting is wrong: "
                + FirstSentence(binding.Message),
            // The binder ends its message with the names, behind words about itself.
            InvalidOperationException binding when binding.Message.Contains("ErrorOnUnknownConfiguration", StringComparison.Ordinal) =>
                $"A setting under {OpsTrailsOptions.Section} is not known: {binding.Message[(binding.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')}.",
            FormatException unreadable => "The command line or a setting cannot be read: " + FirstSentence(unreadable.Message),
            StorageUnavailableException => "The store does not answer: " + e.Message + " Check the setting OpsTrails:Storage.",
            IOException { InnerException: AddressInUseException } used =>
                $"{used.Message.TrimEnd('.')}: stop the other program, or choose another address with --urls http://localhost:7072.",
            _ => null,
        };

    private static string FirstSentence(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.') + ".";
}
