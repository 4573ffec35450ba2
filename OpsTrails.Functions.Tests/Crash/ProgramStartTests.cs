using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Crash;

[Layer(Layer.Process)]
public sealed partial class ProgramStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_in_use_is_said_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        var said = await FailsAsync(["--OpsTrails:Storage=" + _folder.Path, "--urls=" + url]);

        Assert.Contains(url, said, StringComparison.Ordinal);
        Assert.Contains("--urls", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_said_in_one_sentence()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var said = await FailsAsync(["--OpsTrails:Storage=" + Path.Combine(file, "store")]);

        Assert.Contains(file, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpsTrails:Limits:EventBytes=5", "OpsTrails:Limits:EventBytes", "1024")]
    [InlineData("OpsTrails:Limits:EventBytes=many", "OpsTrails:Limits:EventBytes", "many")]
    [InlineData("OpsTrails:Limits:SubjectLength=49", "OpsTrails:Limits:SubjectLength", "50 to 200")]
    [InlineData("OpsTrails:Limits:SubjectLength=201", "OpsTrails:Limits:SubjectLength", "50 to 200")]
    [InlineData("OpsTrails:Sweep:Interval=soon", "OpsTrails:Sweep:Interval", "soon")]
    [InlineData("OpsTrails:SetupToken=short", "OpsTrails:SetupToken", "32")]
    [InlineData(
        "OpsTrails:SetupToken=@Microsoft.KeyVault(SecretUri=https://vault.example.com/secrets/setup)",
        "OpsTrails:SetupToken",
        "Key Vault"
    )]
    [InlineData(
        "OpsTrails:ProtectionSecret=@Microsoft.KeyVault(VaultName=v;SecretName=protection-secret)",
        "OpsTrails:ProtectionSecret",
        "Key Vault"
    )]
    [InlineData("OpsTrails:Nonsense=1", "OpsTrails", "'Nonsense'")]
    [InlineData("OpsTrails:Limits:Nonsense=1", "OpsTrails", "'Nonsense'")]
    public async Task A_wrong_setting_is_named_in_one_sentence(string setting, string name, string hint)
    {
        var said = await FailsAsync(["--OpsTrails:Storage=" + _folder.Path, "--" + setting]);

        Assert.Contains(name, said, StringComparison.Ordinal);
        Assert.Contains(hint, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://")]
    [InlineData("TableEndpoint=nonsense")]
    public async Task A_storage_setting_that_leads_nowhere_is_said_in_one_sentence(string storage)
    {
        var said = await FailsAsync(["--OpsTrails:Storage=" + storage]);

        Assert.Contains("OpsTrails:Storage", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://203.0.113.7:7071")]
    public async Task An_address_that_cannot_be_listened_on_is_said_in_one_sentence(string url)
    {
        var said = await FailsAsync(["--OpsTrails:Storage=" + _folder.Path, "--urls=" + url]);

        Assert.Contains(url, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_functions_host_without_storage_it_does_not_start()
    {
        var said = await FailsAsync([
            "--functions-uri",
            "http://127.0.0.1:1/",
            "--functions-worker-id",
            "w",
            "--functions-request-id",
            "r",
        ]);

        Assert.Contains("OpsTrails:Storage", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_in_development_shows_one_key_and_requests_that_work()
    {
        await using var program = await StartAsync("Development");

        var keys = Keys(program.Output);
        var posted = await RunCurlAsync(program, 0);
        var read = await RunCurlAsync(program, 1);

        Assert.Single(keys);
        Assert.Contains("\"success\":true", posted, StringComparison.Ordinal);
        Assert.Equal(posted, read);
    }

    [Fact]
    public async Task The_second_start_shows_no_key_and_says_how_to_get_one()
    {
        await using (var first = await StartAsync("Development"))
            await first.StopAsync();

        await using var second = await StartAsync("Development");

        Assert.Empty(Keys(second.Output));
        Assert.Contains("OpsTrails__SetupToken", second.Output, StringComparison.Ordinal);
        Assert.Contains("/api/v1/keys", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_in_production_shows_no_key()
    {
        await using var program = await StartAsync("Production");

        await program.StopAsync();

        Assert.Empty(Keys(program.Output + program.Error));
        Assert.Contains("OpsTrails__SetupToken", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_start_in_development_shows_one_sign_in_link_that_works()
    {
        var links = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var program = await StartAsync("Development");
            var link = Assert.Single(SignInLink().Matches(program.Output)).Value;
            using var client = new HttpClient { BaseAddress = program.Address };
            var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{new Uri(link).Fragment[1..]}}"}""");
            Assert.Equal(201, answer.Status);
            links.Add(link);
            await program.StopAsync();
        }

        Assert.Distinct(links);
    }

    [Fact]
    public async Task A_start_in_production_shows_no_sign_in_link()
    {
        await using var program = await StartAsync("Production");

        await program.StopAsync();

        Assert.DoesNotContain("sign-in#", program.Output + program.Error, StringComparison.Ordinal);
    }

    private async Task<OpsTrailsProcess> StartAsync(string environment)
    {
        var program = OpsTrailsProcess.Run(["--OpsTrails:Storage=" + _folder.Path, "--environment=" + environment]);
        Assert.True(await program.ListensAsync(), program.Told("The program ended before it listened."));
        await program.WhenQuietAsync();

        // It may have said what has not been heard yet; in development the link comes last.
        if (environment == "Development")
            await Eventually.TrueAsync(() => SignInLink().IsMatch(program.Output));
        return program;
    }

    /// <summary>Starts the program, which has to end at once with one line on standard error.</summary>
    private static async Task<string> FailsAsync(string[] args, params (string, string)[] variables)
    {
        await using var program = OpsTrailsProcess.Run(args, variables);

        var exitCode = await program.ExitAsync();

        Assert.True(exitCode is > 0 and < 128, program.Told($"The exit code is {exitCode}."));
        Assert.True(program.Error.Trim().Split('\n').Length == 1, program.Told("It was to say one line."));
        Assert.EndsWith(".", program.Error.Trim(), StringComparison.Ordinal);
        Assert.DoesNotMatch(StackTrace(), program.Error + program.Output);
        return program.Error;
    }

    /// <summary>Runs a command as it was shown, by a shell, as the reader would.</summary>
    private static async Task<string> RunCurlAsync(OpsTrailsProcess program, int index)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands shown are for a POSIX shell.");
        var command = Curl().Matches(program.Output)[index].Value;
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var answer = await Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        Assert.SkipWhen(shell.ExitCode == 127, "There is no curl.");
        Assert.True(shell.ExitCode == 0, program.Told($"'{command}' ended with {shell.ExitCode}: {answer[1]}"));
        return answer[0];
    }

    private static string[] Keys(string text) => [.. Key().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"http://\S+/sign-in#[A-Za-z0-9_-]{43}")]
    private static partial Regex SignInLink();

    [GeneratedRegex("ot_[A-Za-z0-9_-]+")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\s+at \S+\(|Exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    // A line, and those that its backslash joins to it.
    [GeneratedRegex(@"^ *curl (?:.*\\\r?\n)*.*$", RegexOptions.Multiline)]
    private static partial Regex Curl();
}
