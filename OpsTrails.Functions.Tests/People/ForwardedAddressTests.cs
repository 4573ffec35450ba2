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
    public async Task Without_a_host_forwarded_headers_are_ignored()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links", headers: Forwarded);

        Assert.StartsWith(app.Client.BaseAddress + "sign-in#", answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
    }
}
