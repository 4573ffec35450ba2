using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// <c>backup --to</c>, <c>restore --from</c> and <c>import --from</c>: commands of the program, which take the same settings. None of them serves.
/// </summary>
internal static class BackupCommands
{
    private const string StandardOutput = "-";

    /// <param name="args"><c>--to file.jsonl</c> or <c>file.jsonl.gz</c>, or <c>-</c> for standard output; and any setting.</param>
    public static Task<int> BackUpAsync(string[] args) => RunAsync(args, async (app, cancel) =>
    {
        var file = Named(app, "to", "backup --to backup.jsonl.gz");
        var (run, clock) = (app.Services.GetRequiredService<BackupRun>(), app.Services.GetRequiredService<TimeProvider>());
        await app.Services.GetRequiredService<RestoreMarker>().EnsureNoneAsync(cancel);
        if (file == StandardOutput)
        {
            await using var output = Console.OpenStandardOutput();
            await WriteAsync(run, output, clock, cancel);
            return 0;
        }

        await using var target = BackupFile.Create(file);
        var (events, rows) = await WriteAsync(run, target.Stream, clock, cancel);
        await target.CompleteAsync();
        await Console.Out.WriteLineAsync($"{events} events and {rows} rows are in {file}. It holds hashes of keys and what people wrote: keep it as you keep the store.");
        return 0;
    });

    /// <param name="args"><c>--from file</c>, and any setting.</param>
    public static Task<int> RestoreAsync(string[] args) => RunAsync(args, async (app, cancel) =>
    {
        var file = Named(app, "from", "restore --from backup.jsonl.gz");
        var (header, trailer) = await BackupReader.VerifyAsync(file);
        var marker = app.Services.GetRequiredService<RestoreMarker>();
        await marker.BeginAsync(file, header, trailer, cancel);
        await using (var stream = BackupFile.Open(file))
            await app.Services.GetRequiredService<RestoreRun>().WriteAsync(stream, cancel);
        await marker.EndAsync();
        await Console.Out.WriteLineAsync($"{trailer.Events} events and {trailer.Rows} rows of the backup of {header.Time} are restored. Start the program; people sign in again, keys work as before.");
        return 0;
    });

    /// <param name="args"><c>--from file</c>, <c>--organization</c> for another than the first, and any setting.</param>
    public static Task<int> ImportAsync(string[] args) => RunAsync(args, async (app, cancel) =>
    {
        var file = Named(app, "from", "import --from events.jsonl");
        await app.Services.GetRequiredService<RestoreMarker>().EnsureNoneAsync(cancel);
        await using var stream = BackupFile.Open(file);
        var organization = await FindOrganizationAsync(app, cancel);
        var run = app.Services.GetRequiredService<ImportRun>();
        await run.RecordAsync(stream, organization, Console.Error, cancel);
        await Console.Out.WriteLineAsync($"{run.Recorded} events were recorded, {run.Repeated} were there already, {run.Refused} were refused; {run.Skipped} lines are no events.");
        return run.Refused == 0 ? 0 : 1;
    });

    private static async Task<(long Events, long Rows)> WriteAsync(BackupRun run, Stream stream, TimeProvider clock, CancellationToken cancel)
    {
        using var writer = await BackupWriter.BeginAsync(stream, clock.GetUtcNow());
        await run.WriteAsync(writer, cancel);
        await writer.EndAsync();
        return (writer.Events, writer.Rows);
    }

    private static Task<int> RunAsync(string[] args, Func<WebApplication, CancellationToken, Task<int>> command) => OpsTrailsApp.GuardAsync(async () =>
    {
        // Standard output is for what the command has to say, or for the backup itself.
        await using var app = OpsTrailsApp.Create(args, builder => builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        _ = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
        return await command(app, app.Lifetime.ApplicationStopping);
    });

    private static string Named(WebApplication app, string option, string usage) =>
        app.Configuration[option] is { Length: > 0 } file ? file : throw new BackupException($"Name the file: {usage}");

    private static async Task<OrganizationId> FindOrganizationAsync(WebApplication app, CancellationToken cancel)
    {
        var installation = app.Services.GetRequiredService<Installation>();
        if (app.Configuration["organization"] is not { } named)
        {
            await installation.OpenAsync(cancel);
            return installation.Organization;
        }
        var all = await installation.ListAsync(cancel);
        return OrganizationId.TryParse(named, out var organization) && all.Contains(organization)
            ? organization
            : throw new BackupException($"There is no organization '{named}' here; there {(all.Count == 1 ? "is" : "are")} {string.Join(", ", all)}.");
    }
}
