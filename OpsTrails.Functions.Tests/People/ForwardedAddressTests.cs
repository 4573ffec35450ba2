using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

public sealed class ForwardedAddressTests
{
    private static readonly string[] Forwarded =
    [
        "X-Forwarded-Host: ops.example.com",
        "X-Forwarded-Proto: https",
        "Authorization: Bearer " + TestApp.SetupToken,
    ];

    [Fact]
    public async Task Elsewhere_nobody_is_believed_who_says_where_a_request_came_from()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links", headers: Forwarded);

        Assert.StartsWith(app.Client.BaseAddress + "sign-in#", answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
    }
}
