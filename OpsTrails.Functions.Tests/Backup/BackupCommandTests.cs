using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using OpsTrails.Functions.Commands;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>The command <c>backup</c>, and the file that it writes.</summary>
[Layer(Layer.Process)]
public sealed class BackupCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Storage => Path.Combine(_folder.Path, "store");

    private string File(string name) => Path.Combine(_folder.Path, name);

    public async ValueTask InitializeAsync()
    {
        await using var app = await TestApp.StartAsync(Storage, settings: RetainingApp.NoSweep);
        await app.CreateKeyAsync();
        await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 20));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_file_is_whole_has_its_name_and_only_its_owner_can_read_it()
    {
        await using var program = Run("backup", "--to", File("b.jsonl.gz"));

        Assert.True(await program.ExitAsync() == 0, program.Told("The backup failed."));
        Assert.StartsWith("Wrote 20 events and ", program.Output, StringComparison.Ordinal);
        Assert.Equal([File("b.jsonl.gz")], Directory.GetFiles(_folder.Path));
        Assert.Equal(
            OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : System.IO.File.GetUnixFileMode(File("b.jsonl.gz"))
        );
        Assert.Equal(
            [0x1F, 0x8B],
            (await System.IO.File.ReadAllBytesAsync(File("b.jsonl.gz"), TestContext.Current.CancellationToken))[..2]
        );
    }

    [Fact]
    public async Task Every_line_is_a_CloudEvent_for_any_reader()
    {
        await using var program = Run("backup", "--to=" + File("b.jsonl"));
        Assert.Equal(0, await program.ExitAsync());

        var lines = await Backups.LinesAsync(File("b.jsonl"));

        Assert.All(lines, line => Assert.Null(CloudEventRules.Check(JsonElement.Parse(line))));
        var read = lines
            .Select(line =>
                new JsonEventFormatter().DecodeStructuredModeMessage(
                    System.Text.Encoding.UTF8.GetBytes(line),
                    contentType: null,
                    extensionAttributes: null
                )
            )
            .ToList();
        Assert.Equal(lines.Count, read.Select(e => (e.Source, e.Id)).Distinct().Count());
        Assert.Equal(20, read.Count(e => e.Type!.StartsWith("type-", StringComparison.Ordinal)));
        Assert.Equal(("opstrails.backup.header", "opstrails.backup.trailer"), (read[0].Type, read[^1].Type));
    }

    [Fact]
    public async Task Standard_output_gets_the_backup_and_nothing_else()
    {
        await using var program = Run("backup", "--to", "-");

        Assert.True(await program.ExitAsync() == 0, program.Told("The backup failed."));
        await System.IO.File.WriteAllTextAsync(
            File("piped.jsonl"),
            program.Output.ReplaceLineEndings("\n"),
            TestContext.Current.CancellationToken
        );
        await Backups.RestoreAsync(File("piped.jsonl"), File("restored"));
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_as_it_is()
    {
        await System.IO.File.WriteAllTextAsync(File("b.jsonl"), "precious", TestContext.Current.CancellationToken);
        await using var program = Run("backup", "--to", File("b.jsonl"));

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("exists and was not changed", program.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await System.IO.File.ReadAllTextAsync(File("b.jsonl"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("backup", "--to")]
    [InlineData("restore", "--from")]
    [InlineData("import", "--from")]
    public async Task A_command_without_a_file_says_which_option_names_it(string command, string option)
    {
        await using var program = Run(command);

        Assert.Equal(CommandLine.Misused, await program.ExitAsync());
        Assert.Contains(option, program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "--to", "no-folder/b.jsonl")]
    [InlineData("restore", "--from", "none.jsonl")]
    [InlineData("import", "--from", "none.jsonl")]
    public async Task A_file_that_cannot_be_reached_is_named(string command, string option, string file)
    {
        await using var program = Run(command, option, File(file));

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains(File(file), program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_store_is_nothing_to_back_up()
    {
        await using var program = OpsTrailsProcess.Run(["backup", "--to", File("b.jsonl"), "--OpsTrails:Storage=" + File("elsewhere")]);

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("Check the setting OpsTrails:Storage", program.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Cookies_keys_and_leases_stay_behind_and_every_other_table_goes_along()
    {
        await using (var app = await TestApp.StartAsync(Storage, settings: RetainingApp.NoSweep))
        {
            foreach (var table in Tables.All.Except([Tables.Ledger, Tables.Events, Tables.Timeline]))
                await app.Store.WriteAsync(
                    table,
                    [Write.Upsert(new Row("x-partition", "x-row") { ["Text"] = "x" })],
                    TestContext.Current.CancellationToken
                );
            await app.Store.WriteAsync(
                Tables.Ledger,
                [Write.Upsert(new Row(app.Organization.Value, "k~of-a-kind-to-come") { ["Text"] = "x" })],
                TestContext.Current.CancellationToken
            );
            await app.BackUpAsync(File("b.jsonl"));
        }

        var lines = await Backups.LinesAsync(File("b.jsonl"));

        var carried = lines
            .Where(line => line.Contains("x-partition", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line).GetProperty("data").GetProperty("table").GetString()!);
        Assert.Equal(
            Tables
                .All.Except([Tables.Ledger, Tables.Events, Tables.Timeline, Tables.Days, Tables.Leases, Tables.Protection])
                .Order(StringComparer.Ordinal),
            carried.Order(StringComparer.Ordinal)
        );
        Assert.Contains(lines, line => line.Contains("k~of-a-kind-to-come", StringComparison.Ordinal));
    }

    private OpsTrailsProcess Run(params string[] args) => OpsTrailsProcess.Run([.. args, "--OpsTrails:Storage=" + Storage]);
}
