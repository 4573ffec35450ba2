using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Smoke;

[Layer(Layer.Process)]
public sealed class SmokeCommandTests
{
    [Theory]
    [InlineData("https://ops.example.com", "https://ops.example.com/")]
    [InlineData("https://ops.example.com/", "https://ops.example.com/")]
    [InlineData("http://localhost:7071", "http://localhost:7071/")]
    public void The_address_is_the_argument_and_the_key_the_variable(string given, string address)
    {
        var parsed = SmokeCommand.Check(given, "a-key");

        Assert.Equal((address, "a-key"), (parsed.Address.AbsoluteUri, parsed.Key));
    }

    [Theory]
    [InlineData("Set the variable OPSTRAILS_KEY", "https://ops.example.com", null)]
    [InlineData("Set the variable OPSTRAILS_KEY", "https://ops.example.com", " ")]
    [InlineData("must be an http or https URL without a path", "ops.example.com", "a-key")]
    [InlineData("must be an http or https URL without a path", "https://ops.example.com/health", "a-key")]
    [InlineData("http would send the key", "http://ops.example.com", "a-key")]
    public void An_error_is_reported_in_one_sentence(string sentence, string address, string? key) =>
        Assert.Contains(
            sentence,
            Assert.Throws<StartupException>(() => SmokeCommand.Check(address, key)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData]
    [InlineData("https://ops.example.com", "more")]
    [InlineData("--key", "given")]
    [InlineData("--subscription", "given")]
    [InlineData("--azure")]
    public async Task Without_exactly_one_address_the_command_is_misused(params string[] args)
    {
        await using var smoke = OpsTrailsProcess.Run(["smoke", .. args], ("OPSTRAILS_KEY", "a-key"));

        Assert.Equal(CommandLine.Misused, await smoke.ExitAsync());
    }

    [Fact]
    public async Task A_resource_group_needs_a_subscription()
    {
        await using var smoke = OpsTrailsProcess.Run(["smoke", "--azure", "rg-opstrails"], ("AZURE_SUBSCRIPTION_ID", ""));

        Assert.Equal(1, await smoke.ExitAsync());
        Assert.Contains("--subscription", smoke.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task The_exit_code_tells_a_pipeline(bool hasKey, int expected)
    {
        await using var app = await TestApp.StartAsync();
        var page = await app.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");
        Assert.SkipWhen(
            page.Body.Contains("OpsTrails is running without its console", StringComparison.Ordinal),
            "The console is not built here, which smoke finds out."
        );
        var key = hasKey ? await app.CreateKeyAsync("ADMIN") : "ot_not-a-key";

        await using var smoke = OpsTrailsProcess.Run(["smoke", app.Client.BaseAddress!.AbsoluteUri], ("OPSTRAILS_KEY", key));

        Assert.True(expected == await smoke.ExitAsync(), smoke.Told("Smoke ended otherwise."));
        Assert.DoesNotContain(key, smoke.Output + smoke.Error, StringComparison.Ordinal);
    }
}
