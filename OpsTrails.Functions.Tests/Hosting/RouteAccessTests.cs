using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>No route is open by mistake.</summary>
public sealed class RouteAccessTests
{
    [Fact]
    public async Task Every_route_says_who_may_use_it()
    {
        await using var app = await TestApp.StartAsync();

        var undecided = RoutesOf(app)
            .Where(route => route.Metadata.GetMetadata<IAuthorizeData>() is null && route.Metadata.GetMetadata<IAllowAnonymous>() is null);

        Assert.Empty(undecided.Select(Name));
    }

    [Fact]
    public async Task These_routes_are_open_to_anyone_and_no_others()
    {
        await using var app = await TestApp.StartAsync();

        var open = RoutesOf(app).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null);

        // The description of the API and the files of its page hold nothing of anybody's. A sender of CloudEvents makes its handshake
        // without the key that it delivers with, and is told nothing but that it may deliver. Who signs in has nothing yet but a link or an
        // account elsewhere.
        string[] expected =
        [
            "GET /",
            "GET /api/v1/sign-in",
            "GET /health",
            "GET /openapi/v1.json",
            "OPTIONS /api/v1/events",
            "POST /api/v1/invitations/inspect",
            "POST /api/v1/session",
            "POST /api/v1/sign-in",
        ];
        Assert.Equal(
            expected,
            open.Select(Name).Where(name => !name.StartsWith("GET /docs/api/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_other_route_needs_a_key()
    {
        await using var app = await TestApp.StartAsync();
        var closed = RoutesOf(app).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();

        var statuses = new Dictionary<string, int>();
        foreach (var route in closed)
        {
            var name = Name(route);
            var parts = name.Split(' ');
            statuses[name] = (
                await app.Client.AskAsync(
                    new HttpMethod(parts[0]),
                    parts[1].Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)
                )
            ).Status;
        }

        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Equal(401, status.Value));
    }

    private static IEnumerable<RouteEndpoint> RoutesOf(TestApp app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>();

    private static string Name(RouteEndpoint route) =>
        $"{string.Join(',', route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])} "
        + $"/{route.RoutePattern.RawText?.TrimStart('/')}";
}
