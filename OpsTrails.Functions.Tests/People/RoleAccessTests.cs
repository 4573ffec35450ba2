using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.People;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

/// <summary>What each role may do, route by route. A new route fails here until somebody decides.</summary>
public sealed class RoleAccessTests : IAsyncLifetime
{
    private const string Nobody = "NOBODY";

    /// <summary>
    /// The least role for each route, and what is sent: what it asks for is not there or not well-formed, so that nothing comes of it that
    /// others would miss.
    /// </summary>
    private static readonly (string Route, string Least, string? Body)[] Routes =
    [
        ("GET /api/v1/events", "VIEWER", null),
        ("GET /api/v1/events/stream", "VIEWER", null),
        ("GET /api/v1/events/{id}", "VIEWER", null),
        ("DELETE /api/v1/events", "ADMIN", null),
        ("DELETE /api/v1/events/{id}", "ADMIN", null),
        ("POST /api/v1/events", "MEMBER", "{}"),
        ("GET /api/v1/types", "VIEWER", null),
        ("GET /api/v1/sources", "VIEWER", null),
        ("GET /api/v1/subjects", "VIEWER", null),
        ("GET /api/v1/grid", "VIEWER", null),
        ("GET /api/v1/diff", "VIEWER", null),
        ("GET /api/v1/summary", "VIEWER", null),
        ("GET /api/v1/days", "VIEWER", null),
        ("GET /api/v1/changes-before", "VIEWER", null),
        ("GET /api/v1/incidents", "VIEWER", null),
        ("GET /api/v1/incidents/{number}", "VIEWER", null),
        ("GET /api/v1/settings", "VIEWER", null),
        ("PUT /api/v1/settings", "ADMIN", "[]"),
        ("GET /api/v1/context", "VIEWER", null),
        ("PUT /api/v1/context", "ADMIN", "[]"),
        ("GET /api/v1/context/revisions", "VIEWER", null),
        ("GET /api/v1/context/revisions/{revision}", "VIEWER", null),
        ("POST /api/v1/keys", "ADMIN", "{}"),
        ("GET /api/v1/keys", "ADMIN", null),
        ("DELETE /api/v1/keys/{id}", "ADMIN", null),
        ("GET /api/v1/filters", "VIEWER", null),
        ("POST /api/v1/filters", "MEMBER", "{}"),
        ("DELETE /api/v1/filters/{id}", "MEMBER", null),
        ("GET /api/v1/look-alikes", "VIEWER", null),
        ("GET /api/v1/people", "VIEWER", null),
        ("PUT /api/v1/people/{id}/role", "ADMIN", """{"role":"VIEWER"}"""),
        ("DELETE /api/v1/people/{id}", "ADMIN", null),
        ("GET /api/v1/invitations", "ADMIN", null),
        ("POST /api/v1/invitations", "ADMIN", "{}"),
        ("DELETE /api/v1/invitations/{id}", "ADMIN", null),
        ("GET /api/v1/audit", "ADMIN", null),
        ("POST /api/v1/demo", "ADMIN", "{}"),
        ("DELETE /api/v1/demo", "ADMIN", null),
        ("GET /api/v1/poison", "ADMIN", null),
        ("POST /api/v1/poison/{id}/send", "ADMIN", null),
        ("POST /api/v1/sign-in-links", Nobody, null),
        ("GET /api/v1/session", "VIEWER", null),
        ("POST /api/mcp/mcp", "VIEWER", "{}"),
        ("DELETE /api/v1/session", "VIEWER", null),
        ("DELETE /api/v1/sessions", "VIEWER", null),
    ];

    private TestProvider _provider = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: [.. _provider.Settings, "OpsTrails:Live:StreamLifetime=00:00:01"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public void For_every_route_the_least_role_is_decided()
    {
        var closed = _app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Cast<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(route =>
                (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    $"{method} /{route.RoutePattern.RawText?.Trim('/')}"
                )
            );

        Assert.Equal(closed.Distinct().Order(StringComparer.Ordinal), Routes.Select(route => route.Route).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("VIEWER")]
    [InlineData("MEMBER")]
    [InlineData("ADMIN")]
    [InlineData("OWNER")]
    public async Task A_role_may_do_this_and_no_more(string role)
    {
        using var owner = await Browser.SignInAsync(_app);
        using var browser = await ProviderVisit.JoinAsync(_app, _provider, owner, role, "somebody");
        await owner.Client.RecordAsync(AnEvent.Json("so that the demo is not loaded"));

        var surprises = new List<string>();
        foreach (var (route, least, body) in Routes)
        {
            // Signing out is one of the routes.
            if (await browser.StatusAsync() == 401)
                await browser.EnterAsync();
            var (method, path) = (
                route.Split(' ')[0],
                route.Split(' ')[1].Replace("{", "no-", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)
            );
            var answer = await browser.Client.AskAsync(new HttpMethod(method), path, body);
            var isRefused = answer.Status is 401 or 403;
            var isToBeRefused = least == Nobody || Roles.Names.ToList().IndexOf(role) < Roles.Names.ToList().IndexOf(least);
            if (isRefused != isToBeRefused || (isRefused && (answer.Status, answer.Code) != (403, "FORBIDDEN")) || answer.Status >= 500)
                surprises.Add($"{route}: {answer.Status} {answer.Body}");
        }

        Assert.Empty(surprises);
    }
}
