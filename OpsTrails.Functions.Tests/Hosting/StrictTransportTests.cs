using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Strict-Transport-Security is sent over https only, because over http browsers ignore it (RFC 6797, section 7.2).</summary>
public sealed class StrictTransportTests
{
    private const string Header = "strict-transport-security";

    [Fact]
    public async Task On_its_own_a_caller_cannot_say_that_it_came_by_https()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/health", headers: "X-Forwarded-Proto: https");

        Assert.Null(answer.Header(Header));
    }
}
