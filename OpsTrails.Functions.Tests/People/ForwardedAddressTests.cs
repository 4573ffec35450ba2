using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.People;

public sealed class ForwardedAddressTests
{
    private static readonly string[] Forwarded = ["X-Forwarded-Host: ops.example.com", "X-Forwarded-Proto: https", "Authorization: Bearer " + TestApp.SetupToken];

    [Fact]
    public async Task Under_a_Functions_host_the_link_and_the_cookie_are_for_the_address_that_the_browser_used()
    {
        await using var app = await TestApp.StartAsync(null, null, HostPort.Setting());

        var link = new Uri((await app.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links", headers: Forwarded)).Data.GetProperty("url").GetString()!);
        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{link.Fragment[1..]}}"}""",
            headers: ["X-Forwarded-Host: ops.example.com", "X-Forwarded-Proto: https", "Origin: https://ops.example.com"]);

        Assert.Equal("https://ops.example.com/sign-in", link.GetLeftPart(UriPartial.Path));
        Assert.StartsWith("__Host-opstrails=", answer.Header("set-cookie"), StringComparison.Ordinal);
        Assert.Contains("; secure", answer.Header("set-cookie"), StringComparison.Ordinal);
        var session = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: ["X-Forwarded-Proto: https", "Cookie: " + answer.Header("set-cookie")!.Split(';')[0]]);
        Assert.Equal(200, session.Status);
    }

    [Fact]
    public async Task Elsewhere_nobody_is_believed_who_says_where_a_request_came_from()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links", headers: Forwarded);

        Assert.StartsWith(app.Client.BaseAddress + "sign-in#", answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
    }
}
