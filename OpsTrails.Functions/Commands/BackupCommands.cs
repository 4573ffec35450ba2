using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>backup --to</c>, <c>restore --from</c> and <c>import --from</c>: commands of the program, which take the same settings. None of them serves.
/// </summary>
internal static class BackupCommands
{
    private const string StandardOutput = "-";

    public static Command CreateBackup(IReadOnlyList<string> settings)
    {
        var to = new Option<string>("--to")
        {
            Description = "The file to write, .jsonl or .jsonl.gz, or - for standard output.",
            HelpName = "file",
            Required = true,
        };
        var command = new Command("backup", "Write everything that is stored to a file.") { to };
        command.SetAction((parsed, _) => BackUpAsync(settings, parsed.GetValue(to)!));
        return command;
    }

    public static Command CreateRestore(IReadOnlyList<string> settings)
    {
        var from = From("The backup to restore.");
        var command = new Command("restore", "Restore a backup into an empty store.") { from };
        command.SetAction((parsed, _) => RestoreAsync(settings, parsed.GetValue(from)!));
        return command;
    }

    public static Command CreateImport(IReadOnlyList<string> settings)
    {
        var from = From("CloudEvents as JSON, one a line, or a backup.");
        var organization = new Option<string?>("--organization")
        {
            Description = "The organization to record into. Default: the first.",
            HelpName = "id",
        };
        var command = new Command("import", "Record the events of a file as if they had been posted.") { from, organization };
        command.SetAction((parsed, _) => ImportAsync(settings, parsed.GetValue(from)!, parsed.GetValue(organization)));
        return command;
    }

    private static Option<string> From(string description) =>
        new("--from")
        {
            Description = description,
            HelpName = "file",
            Required = true,
        };

    private static Task<int> BackUpAsync(IReadOnlyList<string> settings, string file) =>
        RunAsync(
            settings,
            async (app, cancel) =>
            {
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
                await Console.Out.WriteLineAsync(
                    $"{events} events and {rows} rows are in {file}. It holds hashes of keys and what people wrote: keep it as you keep the store."
                );
                return 0;
            }
        );

    private static Task<int> RestoreAsync(IReadOnlyList<string> settings, string file) =>
        RunAsync(
            settings,
            async (app, cancel) =>
            {
                var (header, trailer) = await BackupReader.VerifyAsync(file);
                var marker = app.Services.GetRequiredService<RestoreMarker>();
                await marker.BeginAsync(file, header.Time, trailer.Sha256, cancel);
                await using (var stream = BackupFile.Open(file))
                    await app.Services.GetRequiredService<RestoreRun>().WriteAsync(stream, cancel);
                await marker.EndAsync();
                await Console.Out.WriteLineAsync(
                    $"{trailer.Events} events and {trailer.Rows} rows of the backup of {header.Time} are restored. Start the program; people sign in again, keys work as before."
                );
                return 0;
            }
        );

    private static Task<int> ImportAsync(IReadOnlyList<string> settings, string file, string? named) =>
        RunAsync(
            settings,
            async (app, cancel) =>
            {
                await app.Services.GetRequiredService<RestoreMarker>().EnsureNoneAsync(cancel);
                await using var stream = BackupFile.Open(file);
                var organization = await FindOrganizationAsync(app, named, cancel);
                var run = app.Services.GetRequiredService<ImportRun>();
                await run.RecordAsync(stream, organization, Console.Error, cancel);
                await Console.Out.WriteLineAsync(
                    $"{run.Recorded} events were recorded, {run.Repeated} were there already, {run.Refused} were refused; {run.Skipped} lines are no events."
                );
                return run.Refused == 0 ? 0 : 1;
            }
        );

    private static async Task<(long Events, long Rows)> WriteAsync(
        BackupRun run,
        Stream stream,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        using var writer = await BackupWriter.BeginAsync(stream, clock.GetUtcNow());
        await run.WriteAsync(writer, cancel);
        await writer.EndAsync();
        return (writer.Events, writer.Rows);
    }

    private static Task<int> RunAsync(IReadOnlyList<string> settings, Func<WebApplication, CancellationToken, Task<int>> command) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            // Standard output is for what the command has to say, or for the backup itself.
            await using var app = OpsTrailsApp.Create(
                [.. settings],
                builder => builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            );
            _ = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
            return await command(app, app.Lifetime.ApplicationStopping);
        });

    private static async Task<OrganizationId> FindOrganizationAsync(WebApplication app, string? named, CancellationToken cancel)
    {
        var installation = app.Services.GetRequiredService<Installation>();
        if (named is null)
        {
            await installation.OpenAsync(cancel);
            return installation.Organization;
        }
        var all = await installation.ListAsync(cancel);
        return OrganizationId.TryParse(named, out var organization) && all.Contains(organization)
            ? organization
            : throw new BackupException(
                $"There is no organization '{named}' here; there {(all.Count == 1 ? "is" : "are")} {string.Join(", ", all)}."
            );
    }
}
