using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Snippets;

/// <summary>A program, a key of it, and what its console offers to copy.</summary>
public sealed class SnippetProgram : SharedProgram
{
    private ConsoleCommands? _console;

    internal string Key { get; private set; } = "";

    internal HttpClient Client { get; private set; } = null!;

    /// <summary>Made on first use, so that a test that can't have them is skipped.</summary>
    internal async Task<ConsoleCommands> ConsoleAsync() => _console ??= await ConsoleCommands.MakeAsync(App.Client.BaseAddress!, Key);

    private protected override async Task PrepareAsync()
    {
        Key = await App.CreateKeyAsync();
        Client = App.ClientWith(Key);
    }

    private protected override ValueTask EndAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the console offers to copy, run by a shell as the CI system would, and what is recorded then.</summary>
public sealed class ConsoleSnippetTests(SnippetProgram program) : IClassFixture<SnippetProgram>, IAsyncLifetime
{
    private const string Recorded = "The event was recorded.\n";

    private readonly string _key = program.Key;
    private readonly HttpClient _client = program.Client;
    private ConsoleCommands _console = null!;

    public static TheoryData<string> Systems => ["github", "gitlab", "azure", "jenkins"];

    public static TheoryData<string, string> SystemsAndNames
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var system in Systems)
            {
                foreach (
                    var name in new[]
                    {
                        "Prod Süd/Zürich",
                        "review/feature-1",
                        "it's \"live\" & <here>",
                        "$HOME `id` $(id) \\n %41 %",
                        "-n",
                        "环境 🚀",
                        "a; b | c > d * ? [x] {y} ! #",
                        new string('ü', 50),
                    }
                )
                    data.Add(system, name);
            }
            return data;
        }
    }

    public async ValueTask InitializeAsync() => _console = await program.ConsoleAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Two_environments_and_two_attempts_are_two_events_and_a_repeated_request_is_one(string system)
    {
        var deployment = new Deployment { Source = Unique("acme/shop") };

        await RecordsAsync(system, deployment with { Environment = "STAGING" });
        await RecordsAsync(system, deployment with { Environment = "PRODUCTION" });
        Assert.Equal(["PRODUCTION", "STAGING"], await SubjectsAsync(system, deployment.Source));

        await RecordsAsync(system, deployment with { Environment = "PRODUCTION" });
        Assert.Equal(["PRODUCTION", "STAGING"], await SubjectsAsync(system, deployment.Source));

        await RecordsAsync(system, deployment with { Environment = "PRODUCTION", Attempt = 2 });
        await RecordsAsync(system, deployment with { Environment = "PRODUCTION", Attempt = 2 });
        Assert.Equal(["PRODUCTION", "PRODUCTION", "STAGING"], await SubjectsAsync(system, deployment.Source));

        await RecordsAsync(system, deployment with { Environment = "PRODUCTION", Run = 4800 });
        Assert.Equal(["PRODUCTION", "PRODUCTION", "PRODUCTION", "STAGING"], await SubjectsAsync(system, deployment.Source));
    }

    [Theory]
    [MemberData(nameof(SystemsAndNames))]
    public async Task Any_name_of_an_environment_arrives_as_it_is(string system, string name)
    {
        var deployment = new Deployment { Source = Unique("acme/shop"), Environment = name };

        await RecordsAsync(system, deployment);

        var recorded = Assert.Single(await EventsAsync(system, deployment.Source));
        Assert.Equal(
            (name, deployment.Version, "deployment"),
            (
                recorded.GetProperty("subject").GetString(),
                recorded.GetProperty("version").GetString(),
                recorded.GetProperty("type").GetString()
            )
        );
    }

    [Theory]
    [InlineData("azure", "My Repo")]
    [InlineData("azure", "Größe & Söhne")]
    [InlineData("jenkins", "Team A/Deploy shop")]
    [InlineData("jenkins", "it's \"the\" `shop` \\ <50%>")]
    public async Task Any_name_of_a_repository_or_job_arrives_as_it_is(string system, string name)
    {
        var deployment = new Deployment { Source = Unique(name) };

        await RecordsAsync(system, deployment);

        Assert.Single(await EventsAsync(system, deployment.Source));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Names_over_the_limit_are_cut_to_different_names_that_stay_the_same(string system)
    {
        var slug = "review/" + new string('x', 62);
        string[] names = [slug + "1", slug + "2", new string('ü', 51), new string('ü', 52), "Zürich Süd " + new string('ü', 60)];
        var deployment = new Deployment { Source = Unique("acme/shop") };

        foreach (var name in names)
            await RecordsAsync(system, deployment with { Environment = name });
        foreach (var name in names)
            await RecordsAsync(system, deployment with { Environment = name, Attempt = 2 });

        var subjects = await SubjectsAsync(system, deployment.Source);
        Assert.Equal(10, subjects.Count);
        Assert.Equal(5, subjects.Distinct().Count());
        Assert.All(subjects, subject => Assert.InRange(subject.Length, 2, 50));
        Assert.Equal(4, subjects.Count(subject => subject.StartsWith("review/" + new string('x', 32) + "-", StringComparison.Ordinal)));
        Assert.Equal(2, subjects.Count(subject => subject.StartsWith("Zrich Sd -", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task Every_shell_and_locale_cuts_alike(string shell)
    {
        foreach (var locale in new[] { "C", "C.UTF-8" })
        {
            var deployment = new Deployment
            {
                Source = Unique("acme/shop"),
                Environment = "Zürich " + new string('ß', 70),
                Key = _key,
            };
            var (_, script, variables) = deployment.In("gitlab", _console.Of("gitlab"));
            variables["LC_ALL"] = locale;

            var outcome = await ShellScript.RunAsync(shell, script, variables);

            Assert.True((outcome.ExitCode, outcome.Output, outcome.Error) == (0, Recorded, ""), outcome.Said);
            Assert.Equal(["Zrich -3572776397"], await SubjectsAsync("gitlab", deployment.Source));
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_long_id_is_cut_and_still_differs_by_attempt(string system)
    {
        var deployment = new Deployment { Source = Unique("acme/" + new string('y', 190)) };

        await RecordsAsync(system, deployment);
        await RecordsAsync(system, deployment with { Attempt = 2 });
        await RecordsAsync(system, deployment);

        Assert.Equal(2, (await EventsAsync(system, deployment.Source)).Count);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_refusal_is_printed_and_does_not_fail_the_job(string system)
    {
        var tooLong = await RunAsync(system, new Deployment { Version = new string('v', 300) }, _console.Of(system));
        var unauthorized = await RunAsync(system, new Deployment { Key = "ot_wrong" }, _console.Of(system));

        Assert.True(tooLong.ExitCode == 0, tooLong.Said);
        Assert.Contains("The event was not recorded. {\"success\":false", tooLong.Output, StringComparison.Ordinal);
        Assert.Contains("version: ", tooLong.Output, StringComparison.Ordinal);
        Assert.EndsWith(" 400\n", tooLong.Output, StringComparison.Ordinal);
        Assert.True(unauthorized.ExitCode == 0, unauthorized.Said);
        Assert.Contains("UNAUTHORIZED", unauthorized.Output, StringComparison.Ordinal);
        Assert.EndsWith(" 401\n", unauthorized.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "::warning::The event")]
    [InlineData("azure", "##vso[task.logissue type=warning]The event")]
    public async Task A_refusal_is_a_warning_where_the_system_has_some(string system, string line)
    {
        var outcome = await RunAsync(system, new Deployment { Key = "ot_wrong" }, _console.Of(system));

        Assert.StartsWith(line, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Without_a_server_the_reason_is_printed_and_the_job_goes_on(string system)
    {
        var nobody = await ConsoleCommands.MakeAsync(new Uri($"http://127.0.0.1:{FreePort.Find()}"), _key);
        var file = nobody.Of(system).Replace("--retry 3", "--retry 1", StringComparison.Ordinal);

        var outcome = await RunAsync(system, new Deployment(), file);

        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Contains("The event was not recorded.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("onnect", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503 503 201", 3, true)]
    [InlineData("429 200", 2, true)]
    [InlineData("abort 201", 2, true)]
    [InlineData("400", 1, false)]
    [InlineData("409", 1, false)]
    public async Task Only_what_may_pass_is_sent_again_with_the_same_id(string answers, int requests, bool isRecorded)
    {
        await using var server = await ScriptedServer.StartAsync(answers.Split(' '));
        var commands = await ConsoleCommands.MakeAsync(server.Address, _key);

        var outcome = await RunAsync("gitlab", new Deployment(), commands.Of("gitlab"));

        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Equal(requests, server.Ids.Count);
        Assert.Single(server.Ids.Distinct());
        Assert.Equal(isRecorded, outcome.Output == Recorded);
        Assert.True(isRecorded || outcome.Output.EndsWith($"{answers} {answers}\n", StringComparison.Ordinal), outcome.Said);
    }

    [Fact]
    public async Task The_command_of_a_terminal_records_an_event_once()
    {
        foreach (var command in new[] { _console.Of("curl"), _console.Of("curl") })
        {
            var outcome = await ShellScript.RunAsync("sh -e", command, new Dictionary<string, string>());

            Assert.True(outcome.ExitCode == 0, outcome.Said);
            Assert.Equal("my-first-event", JsonElement.Parse(outcome.Output).GetProperty("data").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task The_command_of_a_terminal_prints_a_refusal()
    {
        var command = _console.Of("curl").Replace("\"BE\"", "\"\"", StringComparison.Ordinal);

        var outcome = await ShellScript.RunAsync("sh -e", command, new Dictionary<string, string>());

        Assert.Contains("source: is empty", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_of_the_first_minute_records_an_event_once()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        var command = (await ConsoleCommands.MakeAsync(app.Client.BaseAddress!, key)).First;

        await ShellScript.RunAsync("sh -e", command, new Dictionary<string, string>());
        var again = await ShellScript.RunAsync("sh -e", command, new Dictionary<string, string>());

        using var client = app.ClientWith(key);
        var recorded = Assert.Single((await client.GetJsonAsync("/api/v1/events")).GetProperty("data").EnumerateArray());
        Assert.Equal(
            recorded.GetProperty("id").GetString(),
            JsonElement.Parse(again.Output).GetProperty("data").GetProperty("id").GetString()
        );
    }

    [Fact]
    public async Task A_read_only_key_gets_a_command_that_reads()
    {
        var outcome = await ShellScript.RunAsync("sh -e", _console.ReadOnly, new Dictionary<string, string>());

        Assert.True(JsonElement.Parse(outcome.Output).GetProperty("success").GetBoolean(), outcome.Said);
    }

    [Theory]
    [InlineData("run 1/a", "BE")]
    [InlineData("it's \"1\" $HOME `id` \\ %41 +&=?#", "urn:team's:shop")]
    [InlineData("@file", "//github.com/acme/über")]
    [InlineData("-d", "-d")]
    public async Task The_command_of_an_event_gets_this_event(string id, string source)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                type = "deployment",
                source,
                id,
                time = "NOW",
            }
        );
        Assert.InRange((await _client.RecordAsync(body)).Status, 200, 201);
        var command = (await ConsoleCommands.MakeAsync(program.App.Client.BaseAddress!, _key, id, source)).Event;

        var outcome = await ShellScript.RunAsync("sh -e", command, new Dictionary<string, string> { ["OPSTRAILS_KEY"] = _key });

        var found = Assert.Single(JsonElement.Parse(outcome.Output).GetProperty("data").EnumerateArray());
        Assert.Equal((id, source), (found.GetProperty("id").GetString(), found.GetProperty("source").GetString()));
    }

    private static string Unique(string source) => $"{source}-{Guid.NewGuid():N}";

    private async Task RecordsAsync(string system, Deployment deployment)
    {
        var outcome = await RunAsync(system, deployment, _console.Of(system));

        Assert.True(outcome.ExitCode == 0 && outcome.Output == Recorded, outcome.Said);
    }

    private Task<ShellScript.Outcome> RunAsync(string system, Deployment deployment, string file)
    {
        var (shell, script, variables) = (deployment.Key.Length > 0 ? deployment : deployment with { Key = _key }).In(system, file);
        return ShellScript.RunAsync(shell, script, variables);
    }

    private async Task<IReadOnlyList<string>> SubjectsAsync(string system, string source) =>
        [.. (await EventsAsync(system, source)).Select(e => e.GetProperty("subject").GetString()!).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<JsonElement>> EventsAsync(string system, string source)
    {
        var name = system == "github" ? "//github.com/" + source : source;
        var page = await _client.GetJsonAsync("/api/v1/events?limit=100&source=" + Uri.EscapeDataString(name));
        return [.. page.GetProperty("data").EnumerateArray()];
    }

    /// <summary>Gives one answer after another, and keeps the ids that came.</summary>
    private sealed class ScriptedServer(WebApplication app) : IAsyncDisposable
    {
        public List<string> Ids { get; } = [];

        public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<ScriptedServer> StartAsync(string[] answers)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var server = new ScriptedServer(app);
            app.Run(async http =>
            {
                server.Ids.Add(http.Request.Headers["ce-id"].ToString());
                var answer = answers[Math.Min(server.Ids.Count, answers.Length) - 1];
                if (answer == "abort")
                {
                    http.Abort();
                    return;
                }
                http.Response.StatusCode = int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture);
                await http.Response.WriteAsync(answer);
            });
            await app.StartAsync();
            return server;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
