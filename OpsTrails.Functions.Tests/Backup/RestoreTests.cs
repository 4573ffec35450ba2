using System.Text;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>What a restore refuses before it writes anything, and how one goes on that was stopped.</summary>
[Layer(Layer.Process)]
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IReadOnlyList<string> _rows = [];

    private string Backup => Path.Combine(_folder.Path, "backup.jsonl");

    private string Target => Path.Combine(_folder.Path, "target");

    public async ValueTask InitializeAsync()
    {
        await using var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep);
        await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 300));
        _rows = await app.DumpAsync();
        await app.BackUpAsync(Backup);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_backup_that_was_cut_off_is_refused_wherever_that_was()
    {
        var bytes = await File.ReadAllBytesAsync(Backup, TestContext.Current.CancellationToken);
        var random = new Random(5);
        foreach (
            var length in (int[])
                [0, 1, bytes.Length / 2, bytes.Length - 2, .. Enumerable.Range(0, 20).Select(_ => random.Next(bytes.Length - 1))]
        )
        {
            var refusal = await RefusedAsync(bytes[..length]);
            Assert.Contains("Nothing was restored", refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_backup_of_which_a_line_is_missing_or_another_is_refused()
    {
        var lines = await File.ReadAllLinesAsync(Backup, TestContext.Current.CancellationToken);

        var without = await RefusedAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines.Where((_, i) => i != 5)) + "\n"));
        var other = await RefusedAsync(
            Encoding.UTF8.GetBytes(
                string.Join('\n', lines.Select((line, i) => i == 5 ? line.Replace(":", ": ", StringComparison.Ordinal) : line)) + "\n"
            )
        );

        Assert.All((string[])[without, other], refusal => Assert.Contains("was changed", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_compressed_backup_that_was_cut_off_is_refused()
    {
        var whole = Path.Combine(_folder.Path, "whole.jsonl.gz");
        await using (var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep))
        {
            await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 300));
            await app.BackUpAsync(whole);
        }
        var bytes = await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken);

        foreach (var length in (int[])[bytes.Length / 3, bytes.Length - 100, bytes.Length - 20])
            Assert.Contains("Nothing was restored", await RefusedAsync(bytes[..length]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not a backup")]
    [InlineData("hello\n", "is not a backup")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"BE","type":"deployment"}""", "import --from")]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"x","type":"opstrails.backup.header","data":"""
            + """{"format":3,"program":"9.9","time":"2030-01-01T00:00:00Z"}}""",
        "Restore it with version 9.9"
    )]
    public async Task A_file_of_another_format_is_refused_with_what_to_do(string text, string expected)
    {
        Assert.Contains(expected, await RefusedAsync(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_empty_is_left_as_it_is()
    {
        IReadOnlyList<string> before;
        await using (var app = await TestApp.StartAsync(Target, settings: RetainingApp.NoSweep))
        {
            await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 3));
            before = await app.DumpAsync();
        }

        await using var program = Run("restore", "--from", Backup);

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("The store is not empty", program.Error, StringComparison.Ordinal);
        Assert.Contains("another folder or account", program.Error, StringComparison.Ordinal);
        await using var after = await TestApp.StartAsync(Target, settings: RetainingApp.NoSweep);
        Assert.Equal(before, await after.DumpAsync());
    }

    [Fact]
    public async Task A_restore_that_was_killed_keeps_the_program_from_serving_until_it_is_run_again()
    {
        foreach (var kill in (string[])["after:organizations:1", "before:truth:1", "after:timeline:2", "before:ledger:1"])
            await KillAsync(kill);

        await using (var program = Run("--urls=http://127.0.0.1:0"))
        {
            Assert.Equal(1, await program.ExitAsync());
            Assert.Contains("is unfinished. To continue, run it again with the same file", program.Error, StringComparison.Ordinal);
        }
        await using (var program = Run("backup", "--to", Path.Combine(_folder.Path, "half.jsonl")))
            Assert.Equal(1, await program.ExitAsync());
        await Backups.RestoreAsync(Backup, Target);

        await using var app = await TestApp.StartAsync(Target, settings: RetainingApp.NoSweep);
        Assert.Equal(_rows, await app.DumpAsync());
    }

    [Fact]
    public async Task Another_backup_does_not_go_into_a_store_in_which_one_was_begun()
    {
        await KillAsync("before:truth:1");
        var other = Path.Combine(_folder.Path, "other.jsonl");
        await using (var app = await TestApp.StartAsync())
            await app.BackUpAsync(other);

        await using var program = Run("restore", "--from", other);

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("Finish that restore first, or use an empty store", program.Error, StringComparison.Ordinal);
    }

    private async Task KillAsync(string kill)
    {
        await using var program = OpsTrailsProcess.Run(
            ["restore", "--from", Backup, "--OpsTrails:Storage=" + Target],
            (KillPoint.Variable, kill)
        );
        Assert.True(await program.ExitAsync() == KillRun.SigKill, program.Told($"The restore was to be killed {kill}."));
    }

    private OpsTrailsProcess Run(params string[] args) => OpsTrailsProcess.Run([.. args, "--OpsTrails:Storage=" + Target]);

    /// <summary>Has these bytes refused, and looks that nothing has been written for them.</summary>
    private async Task<string> RefusedAsync(byte[] bytes)
    {
        var file = Path.Combine(_folder.Path, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<BackupException>(() => BackupReader.VerifyAsync(file));
        var exitCode = await CommandLine.RunAsync(["restore", "--from", file, "--OpsTrails:Storage=" + Target]);

        Assert.Equal(1, exitCode);
        Assert.True(await IsEmptyAsync(Target));
        return refusal.Message;
    }

    private static async Task<bool> IsEmptyAsync(string folder)
    {
        await using var store = EmbeddedTableStore.Open(folder);
        foreach (var table in Tables.All)
        {
            if (await store.ReadAllAsync(table, RestoreMarker.Everything, TestContext.Current.CancellationToken).AnyAsync())
                return false;
        }
        return true;
    }
}
