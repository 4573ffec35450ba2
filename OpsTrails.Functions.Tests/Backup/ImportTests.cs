using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>Events of any file of CloudEvents are recorded as if they had been posted.</summary>
[Layer(Layer.Process)]
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Storage => Path.Combine(_folder.Path, "store");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refused_lines_are_reported_by_number_and_reason_and_the_others_are_recorded()
    {
        var file = await WriteAsync(
            AnEvent.Json("a"),
            "no JSON",
            "",
            """{"specversion":"1.0","type":"deployment","id":"b"}""",
            "[1]",
            AnEvent.Json("c", data: $$"""{"k":"{{new string('x', 70_000)}}"}"""),
            AnEvent.Json("a", source: "FE", version: "1"),
            AnEvent.Json("a", source: "FE", version: "2"),
            """{"specversion":"1.0","type":"opstrails.backup.row","id":"9","source":"x","data":{}}""",
            AnEvent.Json("z")
        );

        await using var program = Run(file);

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains(
            "Recorded 3 events. Already recorded: 0. Rejected: 5. Lines that aren't events: 1.",
            program.Output,
            StringComparison.Ordinal
        );
        var refusals = program.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(
            refusals,
            line => Assert.StartsWith("Line 2 rejected: Invalid JSON: ", line, StringComparison.Ordinal),
            line => Assert.Equal("Line 4 rejected: source: is required; time: is required.", line),
            line => Assert.StartsWith("Line 5 rejected: event: must be a JSON object", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Line 6 rejected: The event has ", line, StringComparison.Ordinal),
            line => Assert.Equal("Line 8 rejected: An event with this source and id is already recorded with different content.", line)
        );
        await using var app = await TestApp.StartAsync(Storage);
        using var client = await app.ClientWithKeyAsync();
        Assert.Equal(["a", "a", "z"], (await client.AskAsync("/api/v1/events")).Data.Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_content_of_a_deleted_event_is_refused()
    {
        await using (var app = await TestApp.StartAsync(Storage))
        {
            using var admin = await app.AdminOfAsync();
            await admin.RecordAsync(AnEvent.Json("a"));
            await admin.DeleteEventAsync("a");
        }
        var file = await WriteAsync(AnEvent.Json("a"), AnEvent.Json("b"));

        await using var program = Run(file);

        Assert.Equal(1, await program.ExitAsync());
        Assert.StartsWith("Line 1 rejected: This event was deleted on ", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_can_be_run_twice()
    {
        var file = await WriteAsync([.. Enumerable.Range(0, 1_200).Select(i => AnEvent.Json($"e{i}"))]);
        foreach (var expected in (string[])["Recorded 1200 events. Already recorded: 0.", "Recorded 0 events. Already recorded: 1200."])
        {
            await using var program = Run(file);
            Assert.Equal(0, await program.ExitAsync());
            Assert.Contains(expected, program.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_backup_the_events_are_taken_into_the_organization_that_is_named()
    {
        var file = Path.Combine(_folder.Path, "b.jsonl.gz");
        await using (var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep))
        {
            await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 20));
            await app.BackUpAsync(file);
        }
        Core.Organizations.OrganizationId other;
        await using (var app = await TestApp.StartAsync(Storage))
            other = await app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", TestContext.Current.CancellationToken);

        await using (var program = Run(file, "--organization", other.Value))
            Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
        await using (var program = Run(file, "--organization", "nobody"))
        {
            Assert.Equal(1, await program.ExitAsync());
            Assert.Contains("Unknown organization 'nobody'", program.Error, StringComparison.Ordinal);
        }

        await using var after = await TestApp.StartAsync(Storage);
        Assert.Equal(
            20,
            (await after.RowsAsync(Tables.Timeline)).Count(row => row.Key.Partition.StartsWith(other.Value, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Events_from_an_answer_can_be_imported()
    {
        string line;
        await using (var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep))
        {
            using var client = await app.ClientWithKeyAsync();
            await client.RecordAsync(AnEvent.Json("a", version: "1", data: """{"n":1.50}"""));
            line = (await client.AskAsync("/api/v1/events")).Data[0].GetRawText();
        }

        await using var program = Run(await WriteAsync(line));

        Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
    }

    [Fact]
    public async Task A_file_as_windows_writes_it_is_read_too()
    {
        var file = Path.Combine(_folder.Path, "windows.jsonl");
        await File.WriteAllTextAsync(
            file,
            "\uFEFF" + AnEvent.Json("a") + "\r\n\r\n" + AnEvent.Json("b") + "\r\n",
            TestContext.Current.CancellationToken
        );

        await using var program = Run(file);

        Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
        Assert.StartsWith("Recorded 2 events.", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_API_takes_is_imported_by_the_same_settings()
    {
        var file = await WriteAsync(
            AnEvent.Json("a", members: "\"data_base64\":\"eyJhIjoxfQ==\""),
            AnEvent.Json("b", source: "Team A/Deploy shop", version: new string('v', 128)),
            AnEvent.Json("c", subject: new string('s', 200))
        );

        await using (var program = Run(file))
        {
            Assert.Equal(1, await program.ExitAsync());
            Assert.StartsWith("Line 3 rejected: subject: ", program.Error, StringComparison.Ordinal);
            Assert.StartsWith("Recorded 2 events. Already recorded: 0. Rejected: 1.", program.Output, StringComparison.Ordinal);
        }
        await using (var program = Run(file, "--OpsTrails:Limits:SubjectLength=200"))
        {
            Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
            Assert.StartsWith("Recorded 1 events. Already recorded: 2. Rejected: 0.", program.Output, StringComparison.Ordinal);
        }
    }

    private async Task<string> WriteAsync(params string[] lines)
    {
        var file = Path.Combine(_folder.Path, Path.GetRandomFileName());
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        return file;
    }

    private OpsTrailsProcess Run(string file, params string[] further) =>
        OpsTrailsProcess.Run(["import", "--from", file, .. further, "--OpsTrails:Storage=" + Storage]);
}
