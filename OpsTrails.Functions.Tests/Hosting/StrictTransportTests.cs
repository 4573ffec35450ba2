namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Browsers that came by https are told to stay with it; on plain http the header means nothing (RFC 6797, section 7.2).</summary>
public sealed class StrictTransportTests
{
    private const string Header = "strict-transport-security";

    [Theory]
    [InlineData("https", "max-age=31536000")]
    [InlineData("http", null)]
    public async Task Behind_a_host_it_goes_by_what_the_host_was_asked_by(string scheme, string? expected)
    {
        await using var app = await TestApp.StartAsync(settings: HostPort.Setting());

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/health", headers: "X-Forwarded-Proto: " + scheme);

        Assert.Equal(expected, answer.Header(Header));
    }

    [Fact]
    public async Task Elsewhere_a_caller_cannot_say_that_it_came_by_https()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/health", headers: "X-Forwarded-Proto: https");

        Assert.Null(answer.Header(Header));
    }
}
