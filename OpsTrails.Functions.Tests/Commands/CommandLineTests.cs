using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Commands;

[Layer(Layer.Process)]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("demp", "'demp'", "demo")]
    [InlineData("Backup", "'Backup'", "backup")]
    [InlineData("serve", "'serve'", "--help")]
    [InlineData("run now", "'now'", "--help")]
    [InlineData("urls=http://127.0.0.1:0", "'urls=http://127.0.0.1:0'", "--help")]
    [InlineData("/urls=http://127.0.0.1:0", "'/urls=http://127.0.0.1:0'", "--help")]
    [InlineData("--urls=http://127.0.0.1:0 demp", "'demp'", "demo")]
    [InlineData("--urls http://127.0.0.1:0 demp", "'demp'", "demo")]
    [InlineData("--OpsTrails:Storage=x --environment Development smok", "'smok'", "smoke")]
    [InlineData("--verbose demo", "'--verbose'", "--help")]
    [InlineData("--dmeo", "'--dmeo'", "--help")]
    [InlineData("-x=1", "'-x=1'", "--help")]
    [InlineData("-", "'-'", "--help")]
    [InlineData("@file", "'@file'", "--help")]
    [InlineData("backup", "'--to'", "--help")]
    [InlineData("backup --to", "'--to'", "--help")]
    [InlineData("backup --to a.jsonl further", "'further'", "--help")]
    [InlineData("restore --to a.jsonl", "'--from'", "--help")]
    [InlineData("demo backup", "'backup'", "--help")]
    public async Task An_invalid_command_line_starts_nothing_and_says_why(string line, string wrong, string hint)
    {
        await using var program = OpsTrailsProcess.RunExactly(_folder.Path, line.Split(' '));

        var exitCode = await program.ExitAsync();

        Assert.True(exitCode == CommandLine.Misused, program.Told($"The exit code is {exitCode}."));
        Assert.Contains(wrong, program.Error, StringComparison.Ordinal);
        Assert.Contains(hint, program.Output + program.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--version", "0.")]
    [InlineData("--urls http://127.0.0.1:0 --version", "0.")]
    [InlineData("--help", "smoke")]
    [InlineData("-h", "smoke")]
    [InlineData("backup --help", "--to <file>")]
    [InlineData("run --OpsTrails:Storage x --help", "default")]
    public async Task Help_and_version_are_printed(string line, string said)
    {
        await using var program = OpsTrailsProcess.RunExactly(_folder.Path, line.Split(' '));

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.Equal("", program.Error);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0 --OpsTrails:Storage={0}")]
    [InlineData("--urls http://127.0.0.1:0 --OpsTrails:Storage {0}")]
    [InlineData("run --urls=http://127.0.0.1:0 --OpsTrails:Storage={0}")]
    [InlineData("--OpsTrails:Storage {0} run --urls http://127.0.0.1:0")]
    [InlineData("--OpsTrails:Storage {0} --urls http://127.0.0.1:0 --whatever-a-host-adds 5 --flag=1")]
    [InlineData("--OpsTrails:Storage {0} --urls http://127.0.0.1:0 --OpsTrails:SetupToken --begins-with-hyphens-and-has-40-letters")]
    public async Task The_program_runs_with_settings_in_either_form_before_and_after_the_command(string line)
    {
        var storage = Path.Combine(_folder.Path, "store");
        await using var program = OpsTrailsProcess.RunExactly(
            _folder.Path,
            [.. line.Split(' ').Select(word => word.Replace("{0}", storage, StringComparison.Ordinal))]
        );

        Assert.True(await program.ListensAsync(), program.Told("The program ended before it listened."));
        Assert.Contains($"OpsTrails {ProgramVersion.Text} listens on", program.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(storage));
    }

    [Theory]
    [InlineData("import --from {0}/e.jsonl --OpsTrails:Storage {0}/store")]
    [InlineData("--OpsTrails:Storage={0}/store import --from={0}/e.jsonl")]
    public async Task A_command_takes_settings_before_and_after_it(string line)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "e.jsonl"),
            """{"specversion":"1.0","type":"deployment","source":"BE","time":"2026-05-01T10:00:00Z","id":"1"}""",
            TestContext.Current.CancellationToken
        );
        await using var program = OpsTrailsProcess.RunExactly(
            _folder.Path,
            [.. line.Split(' ').Select(word => word.Replace("{0}", _folder.Path, StringComparison.Ordinal))]
        );

        Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "store")));
    }

    [Fact]
    public async Task The_whole_command_line_of_a_host_is_taken_and_the_program_looks_for_that_host()
    {
        var storage = Path.Combine(_folder.Path, "store");
        string[] line =
        [
            "--host",
            "127.0.0.1",
            "--port",
            "1",
            "--workerId",
            "w",
            "--requestId",
            "r",
            "--grpcMaxMessageLength",
            "2147483647",
            "--functions-uri",
            "http://127.0.0.1:1/",
            "--functions-worker-id",
            "w",
            "--functions-request-id",
            "r",
            "--functions-grpc-max-message-length",
            "2147483647",
            "--OpsTrails:Storage=" + storage,
        ];
        await using var program = OpsTrailsProcess.RunExactly(_folder.Path, line);

        // Nobody is there to talk to.
        Assert.NotEqual(CommandLine.Misused, await program.ExitAsync());
        Assert.DoesNotContain("listens on", program.Output, StringComparison.Ordinal);
    }
}
