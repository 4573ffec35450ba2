using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>No address takes a body of any size, whether something reads it or not.</summary>
public sealed class BodyLimitTests : IAsyncLifetime
{
    private const long Total = 64 * 1024 * 1024;

    /// <summary>What the server reads and drops at most, and what is still on its way then.</summary>
    private const long MaxTaken = (4 * BodyLimit.MaxBytes) + BodyFlood.MaxInBuffers;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"];

    private TestProvider _provider = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: [.. _provider.Settings, "OpsTrails:Live:StreamLifetime=00:00:05"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "ADMIN")]
    [InlineData(true, "ADMIN")]
    public async Task No_route_takes_a_large_body(bool isChunked, string? scope)
    {
        string[] headers = scope is null
            ? ["Content-Type: application/json"]
            : ["Content-Type: application/json", "Authorization: Bearer " + await _app.CreateKeyAsync(scope)];
        var routes = RoutesOf(_app).ToList();

        var taken = new List<(string Route, long Bytes, string Line)>();
        foreach (var (method, path) in routes)
        {
            var (bytes, answer) = await FloodAsync(method, path, headers, isChunked);
            taken.Add(($"{method} {path}", bytes, answer.Split("\r\n")[0]));
        }

        Assert.True(routes.Count > 50);
        Assert.DoesNotContain(taken, route => route.Bytes > MaxTaken);
        Assert.DoesNotContain(taken, route => !route.Line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/sign-in/callback")]
    [InlineData("/SIGN-IN/Callback")]
    [InlineData("/signin-oidc")]
    [InlineData("/grid")]
    [InlineData("/assets/nothing.js")]
    public async Task No_other_address_takes_one(string path)
    {
        foreach (var method in Methods)
        {
            foreach (var isChunked in (bool[])[false, true])
            {
                var (bytes, answer) = await FloodAsync(method, path, ["Content-Type: application/x-www-form-urlencoded"], isChunked);

                Assert.True(bytes <= MaxTaken, $"{method} {path}: {bytes}, {answer}");
                Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/sign-in/callback", "POST")]
    [InlineData("/sign-in/callback", "HEAD")]
    [InlineData("/sign-in/callback", "PUT")]
    [InlineData("/Sign-In/CALLBACK", "POST")]
    public async Task The_callback_takes_GET_alone(string path, string method)
    {
        var answer = await _app.Client.AskAsync(new HttpMethod(method), path, method == "HEAD" ? null : "state=x&code=y");

        Assert.Equal((405, "GET"), (answer.Status, answer.Header("allow")));
        Assert.True(method == "HEAD" || answer.Code == "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData(3_000_000)]
    [InlineData(8_000_000)]
    public async Task A_body_over_every_limit_that_is_still_read_to_its_end_gets_its_413_as_JSON(int bytes)
    {
        using var client = await _app.ClientWithKeyAsync();
        using var content = new ByteArrayContent(new byte[bytes]);
        content.Headers.ContentType = new("application/json");

        using var response = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        var answer = await Answer.OfAsync(response);

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(BodyLimit.MaxBytes, false, 200)]
    [InlineData(BodyLimit.MaxBytes, true, 200)]
    [InlineData(BodyLimit.MaxBytes + 1, false, 413)]
    [InlineData(BodyLimit.MaxBytes + 1, true, 413)]
    public async Task Whoever_reads_without_a_limit_is_stopped(int bytes, bool isChunked, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<StoreWatch>();
        await using var program = builder.Build();
        program.UseMiddleware<ErrorMiddleware>();
        program.UseBodyLimit();
        program.Run(async context =>
        {
            using var all = new MemoryStream();
            await context.Request.Body.CopyToAsync(all);
            await context.Response.WriteAsync("{}");
        });
        await program.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(program.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200, (await response.ReadJsonAsync()).ToString() == "{}");
    }

    private Task<(long Taken, string Answer)> FloodAsync(string method, string path, string[] headers, bool isChunked) =>
        BodyFlood.SendAsync(
            _app.Client.BaseAddress!,
            method,
            path,
            headers,
            Total,
            isChunked,
            Encoding.ASCII.GetBytes(new string('x', 60_000) + "=" + new string('y', 5_000) + "&")
        );

    private static IEnumerable<(string Method, string Path)> RoutesOf(TestApp app) =>
        from route in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? Methods
        let path = "/" + route.RoutePattern.RawText!.TrimStart('/')
        select (method, System.Text.RegularExpressions.Regex.Replace(path, @"\{(\w+)\??\}", "$1"));
}
