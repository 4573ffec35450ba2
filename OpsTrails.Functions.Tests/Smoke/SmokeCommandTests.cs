using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Smoke;
using OpsTrails.Functions.Tests.Crash;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Smoke;

public sealed class SmokeCommandTests
{
    [Theory]
    [InlineData("https://ops.example.com", "https://ops.example.com/")]
    [InlineData("https://ops.example.com/", "https://ops.example.com/")]
    [InlineData("http://localhost:7071", "http://localhost:7071/")]
    public void The_address_is_the_argument_and_the_key_the_variable(string given, string address)
    {
        var parsed = SmokeCommand.Parse([given], "a-key");

        Assert.Equal((address, "a-key"), (parsed.Address.AbsoluteUri, parsed.Key));
    }

    [Fact]
    public void A_key_in_the_arguments_wins() => Assert.Equal("given", SmokeCommand.Parse(["https://ops.example.com", "--key", "given"], "variable").Key);

    [Theory]
    [InlineData("Give the address", "a-key")]
    [InlineData("Give the address", null, "https://ops.example.com")]
    [InlineData("Give the address", "a-key", "https://ops.example.com", "more")]
    [InlineData("must be that of the whole installation", "a-key", "ops.example.com")]
    [InlineData("must be that of the whole installation", "a-key", "https://ops.example.com/health")]
    [InlineData("Over http the key could be read", "a-key", "http://ops.example.com")]
    public void What_cannot_be_done_is_said_in_a_sentence(string sentence, string? variable, params string[] args) =>
        Assert.Contains(sentence, Assert.Throws<StartupException>(() => SmokeCommand.Parse(args, variable)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task The_exit_code_tells_a_pipeline(bool hasKey, int expected)
    {
        await using var app = await TestApp.StartAsync();
        var page = await app.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");
        Assert.SkipWhen(page.Body.Contains("its console is not built", StringComparison.Ordinal), "The console is not built here, which smoke finds out.");
        var key = hasKey ? await app.CreateKeyAsync("ADMIN") : "ot_not-a-key";

        await using var smoke = OpsTrailsProcess.Run(["smoke", app.Client.BaseAddress!.AbsoluteUri], ("OPSTRAILS_KEY", key));

        Assert.True(expected == await smoke.ExitAsync(), smoke.Told("Smoke ended otherwise."));
        Assert.DoesNotContain(key, smoke.Output + smoke.Error, StringComparison.Ordinal);
    }
}
