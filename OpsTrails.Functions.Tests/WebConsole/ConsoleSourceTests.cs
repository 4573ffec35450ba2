using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.WebConsole;

public sealed class ConsoleSourceTests(ITestOutputHelper output)
{
    private const string Types = "src/api/schema.ts";
    private const string Write = "OPSTRAILS_WRITE_API_TYPES";

    /// <summary>
    /// The types are made from the API's description and kept, so that the console builds without the program;
    /// <c>OPSTRAILS_WRITE_API_TYPES=1 dotnet test --project OpsTrails.Functions.Tests -- --filter-class "*ConsoleSourceTests"</c> makes
    /// them anew.
    /// </summary>
    [Fact]
    public async Task The_types_of_the_console_are_those_of_the_API()
    {
        using var folder = new TemporaryFolder();
        await using var app = await TestApp.StartAsync();
        var (description, made) = (Path.Combine(folder.Path, "openapi.json"), Path.Combine(folder.Path, "schema.ts"));
        await File.WriteAllTextAsync(
            description,
            (await app.Client.AskAsync("/openapi/v1.json")).Body,
            TestContext.Current.CancellationToken
        );

        await ConsoleSources.RunScriptAsync("scripts/api-types.mjs", description, made);

        if (Environment.GetEnvironmentVariable(Write) == "1")
            File.Copy(made, ConsoleSources.PathOf(Types), overwrite: true);
        Assert.True(
            await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken)
                == await File.ReadAllTextAsync(ConsoleSources.PathOf(Types), TestContext.Current.CancellationToken),
            $"console/{Types} is not what the API's description says; run this test with {Write}=1 to make it anew, and commit it."
        );
    }

    // As `npm test`: a process and a DOM for each file would take five times as much of the processor as the tests themselves. A test of
    // theirs takes milliseconds; much else runs on the machine beside them.
    [Fact]
    public async Task The_tests_of_the_console_pass() =>
        output.WriteLine(
            await ConsoleSources.RunAsync(
                "vitest",
                "vitest.mjs",
                "run",
                "--pool=threads",
                "--no-isolate",
                "--testTimeout=60000",
                "--hookTimeout=60000"
            )
        );

    // The same two as `npm run lint`.
    [Fact]
    public async Task No_folder_of_the_console_imports_against_the_layers_or_in_a_cycle() =>
        output.WriteLine(await ConsoleSources.RunAsync("dependency-cruiser", "bin/dependency-cruise.mjs", "src"));

    [Fact]
    public async Task No_line_of_the_console_is_wider_than_140_columns() =>
        output.WriteLine(await ConsoleSources.RunScriptAsync("scripts/check-width.mjs"));
}
