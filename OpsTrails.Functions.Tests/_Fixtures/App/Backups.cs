using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Commands;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Makes backups of a running program, restores them, and compares stores.</summary>
internal static class Backups
{
    /// <summary>Backs up what the program's store holds, beside it.</summary>
    public static async Task BackUpAsync(this TestApp app, string file)
    {
        await using var target = BackupFile.Create(file);
        using var writer = await BackupWriter.BeginAsync(target.Stream, TimeProvider.System.GetUtcNow());
        await app.Services.GetRequiredService<BackupRun>().WriteAsync(writer, TestContext.Current.CancellationToken);
        await writer.EndAsync();
        await target.CompleteAsync();
    }

    public static async Task RestoreAsync(string file, string storage) =>
        Assert.Equal(0, await CommandLine.RunAsync(["restore", "--from=" + file, "--OpsTrails:Storage=" + storage]));

    /// <summary>Every row of every table that a backup has, in words; what tells tries of one request apart does not matter.</summary>
    public static async Task<IReadOnlyList<string>> DumpAsync(this TestApp app)
    {
        var lines = new List<string>();
        foreach (var table in Tables.All.Except([Tables.Days, Tables.Leases, Tables.Protection]))
        {
            foreach (var row in await app.RowsAsync(table))
            {
                var isClaim = table == Tables.Ledger && row.Key.Row.StartsWith("i~", StringComparison.Ordinal);
                var properties = row
                    .Properties.Where(property => !isClaim || property.Key != "Nonce")
                    .OrderBy(property => property.Key, StringComparer.Ordinal)
                    .Select(property => $"{property.Key}={TextOf(property.Value)}");
                lines.Add($"{table} {row.Key} {string.Join(' ', properties)}");
            }
        }
        return lines;
    }

    private static string TextOf(object value) =>
        value is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{value.GetType().Name}:{value}";

    /// <summary>The lines of a backup, decompressed.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(string file)
    {
        await using var stream = BackupFile.Open(file);
        return await BackupReader.ReadLinesAsync(stream).Select(line => Encoding.UTF8.GetString(line.Span)).ToListAsync();
    }
}
