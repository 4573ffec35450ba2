using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>backup --to</c>, <c>restore --from</c> and <c>import --from</c>. They take the program's settings and open its store, but don't
/// listen.
/// </summary>
internal static class BackupCommands
{
    private const string StandardOutput = "-";

    public static Command CreateBackup(IReadOnlyList<string> settings)
    {
        var to = new Option<string>("--to")
        {
            Description = "File to write, .jsonl or .jsonl.gz, or - for standard output.",
            HelpName = "file",
            Required = true,
        };
        var command = new Command("backup", "Write the whole store to a file.") { to };
        command.SetAction((parsed, _) => BackUpAsync(settings, parsed.GetValue(to)!));
        return command;
    }

    public static Command CreateRestore(IReadOnlyList<string> settings)
    {
        var from = From("Backup to restore.");
        var command = new Command("restore", "Restore a backup into an empty store.") { from };
        command.SetAction((parsed, _) => RestoreAsync(settings, parsed.GetValue(from)!));
        return command;
    }

    public static Command CreateImport(IReadOnlyList<string> settings)
    {
        var from = From("File with one CloudEvent in JSON per line, or a backup.");
        var organization = new Option<string?>("--organization")
        {
            Description = "Organization to record into. Default: the first one.",
            HelpName = "id",
        };
        var command = new Command("import", "Record the events of a file, as if posted to the API.") { from, organization };
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
                    try
                    {
                        await WriteAsync(run, output, clock, cancel);
                    }
                    catch (IOException e)
                    {
                        throw new BackupException($"Standard output can't be written: {e.Message.TrimEnd('.')}. Don't use what it got.", e);
                    }
                    return 0;
                }

                await using var target = BackupFile.Create(file);
                long events,
                    rows;
                try
                {
                    (events, rows) = await WriteAsync(run, target.Stream, clock, cancel);
                    await target.CompleteAsync();
                }
                catch (IOException e)
                {
                    throw new BackupException(
                        $"The file '{file}' can't be written: {e.Message.TrimEnd('.')}. No part of it was kept. Choose a place with "
                            + "more space.",
                        e
                    );
                }
                await Console.Out.WriteLineAsync(
                    $"Wrote {events} events and {rows} rows to {file}. It contains hashes of keys and all recorded text. Protect "
                        + "it like the store."
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
                await using (var stream = BackupFile.Open(file))
                    await app.Services.GetRequiredService<RestoreRun>().CheckAsync(stream, cancel);
                var marker = app.Services.GetRequiredService<RestoreMarker>();
                await marker.BeginAsync(file, header.Time, trailer.Sha256, cancel);
                await using (var stream = BackupFile.Open(file))
                    await app.Services.GetRequiredService<RestoreRun>().WriteAsync(stream, cancel);
                await app.Services.GetRequiredService<StoreFormat>().WriteAsync(cancel);
                await marker.EndAsync();
                await Console.Out.WriteLineAsync(
                    $"Restored {trailer.Events} events and {trailer.Rows} rows from the backup of {header.Time}. Start "
                        + "OpsTrails. API keys work as before. "
                        + "People sign in again."
                );
                return 0;
            }
        );

    private static Task<int> ImportAsync(IReadOnlyList<string> settings, string file, string? named) =>
        RunAsync(
            settings,
            async (app, cancel) =>
            {
                await using (BackupFile.Open(file)) { }
                var organization = await FindOrganizationAsync(app, named, cancel);
                var run = app.Services.GetRequiredService<ImportRun>();
                await run.RecordAsync(file, organization, Console.Error, cancel);
                await Console.Out.WriteLineAsync(
                    $"Recorded {run.Recorded} events. Already recorded: {run.Repeated}. Rejected: {run.Rejected}. Lines that "
                        + $"aren't events: {run.Skipped}."
                );
                return run.Rejected == 0 ? 0 : 1;
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
            // Standard output carries the command's result, or the backup itself.
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
        await installation.OpenAsync(cancel);
        if (named is null)
            return installation.Organization;
        var all = await installation.ListAsync(cancel);
        return OrganizationId.TryParse(named, out var organization) && all.Contains(organization)
            ? organization
            : throw new BackupException($"Unknown organization '{named}'. Use one of: {string.Join(", ", all)}.");
    }
}
