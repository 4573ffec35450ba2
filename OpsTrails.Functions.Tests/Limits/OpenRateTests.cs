using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>What needs no key and costs something is limited by address.</summary>
public sealed class OpenRateTests : IAsyncLifetime
{
    /// <summary>Each with why it may be asked for as often as anybody likes.</summary>
    private static readonly Dictionary<string, string> Free = new()
    {
        ["GET /"] = "a constant",
        ["GET /health"] = "one look into the store in 5 s, whoever asks; probes must get through",
        ["GET /api/v1/sign-in"] = "a setting",
        ["OPTIONS /api/v1/events"] = "a constant",
    };

    private TestProvider _provider = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await StartAsync(_provider.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Every_open_route_is_limited_or_costs_nothing()
    {
        var routes = _app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Cast<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => (Method: route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET", Path: PathOf(route)))
            .ToList();

        var limited = new Dictionary<string, bool>();
        foreach (var (method, path) in routes)
        {
            await using var app = await StartAsync(_provider.Settings);
            limited[$"{method} {path}"] = await IsLimitedAsync(app, method, path);
        }

        Assert.Equal(
            Free.Keys.Order(StringComparer.Ordinal),
            limited.Where(route => !route.Value).Select(route => route.Key).Order(StringComparer.Ordinal)
        );
        Assert.Contains(limited, route => route.Key == "GET /openapi/v1.json");
    }

    [Theory]
    [InlineData("/sign-in/callback")]
    [InlineData("/Sign-In/Callback")]
    public async Task So_is_the_callback_of_the_provider(string path) => Assert.True(await IsLimitedAsync(_app, "GET", path + "?state=x"));

    [Fact]
    public async Task Reading_documentation_does_not_keep_a_key_out()
    {
        Assert.True(await IsLimitedAsync(_app, "GET", "/openapi/v1.json"));

        using var client = await _app.ClientWithKeyAsync();

        Assert.Equal(201, (await client.RecordAsync(AnEvent.Json("e"))).Status);
    }

    [Fact]
    public async Task Wrong_guesses_at_the_setup_token_are_held_back_like_wrong_keys()
    {
        using var guess = _app.ClientWith("a-setup-token-for-tests-of-40-characterz");
        using var right = _app.ClientWith(TestApp.SetupToken);

        var statuses = new List<int>();
        for (var i = 0; i < 10; i++)
            statuses.Add((await guess.AskAsync("/api/v1/keys")).Status);
        var held = (await right.AskAsync("/api/v1/keys")).Status;

        Assert.Equal(401, statuses[0]);
        Assert.Contains(429, statuses);
        Assert.Equal(429, held);
    }

    private static Task<TestApp> StartAsync(string[] settings) =>
        TestApp.StartAsync(settings: [.. settings, "OpsTrails:Rates:UnknownPerSecond=1", "OpsTrails:Rates:UnknownBurst=1"]);

    private static async Task<bool> IsLimitedAsync(TestApp app, string method, string path)
    {
        for (var i = 0; i < 20; i++)
        {
            var answer = await app.Client.AskAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);
            if (answer.Status == 429)
                return answer.Header("retry-after") is not null && answer.Code == "QUOTA_EXCEEDED";
        }
        return false;
    }

    private static string PathOf(RouteEndpoint route) =>
        "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{documentName?}", "", StringComparison.Ordinal);
}
