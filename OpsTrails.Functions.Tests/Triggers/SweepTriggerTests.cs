using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Ledger;

namespace OpsTrails.Functions.Tests.Triggers;

/// <summary>The timer function, as a Functions host calls it and as somebody else might try to.</summary>
public sealed class SweepTriggerTests : IAsyncLifetime
{
    // As it comes from a host.
    private const string Invocation = """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"sweep","UtcNow":"2026-11-23T06:57:00.0010414Z"}}}""";
    private const string InvocationId = "X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10";

    private readonly StoreTap _tap = new();
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(null, _tap.AddTo, UnderAHost());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_host_is_answered_as_it_wants_and_what_was_left_is_finished()
    {
        await new PartialEvents(_app.Store, _app.Organization, TimeProvider.System.GetUtcNow().AddMinutes(-1)).WriteAsync(1, "claim");

        var answer = await TriggerAsync(InvocationId);

        Assert.Equal((200, """{"Outputs":{},"Logs":[],"ReturnValue":null}""", "application/json"), (answer.Status, answer.Body, answer.Header("content-type")));
        Assert.Equal(0, await _app.CountJournalAsync());
    }

    [Fact]
    public async Task Nothing_is_swept_but_when_the_host_asks()
    {
        await TriggerAsync(InvocationId);
        await TriggerAsync(InvocationId);

        // The journal at each, and for what is too old the feed at the first.
        Assert.Equal(3, _tap.Ended(Tables.Ledger, "query"));
    }

    [Fact]
    public async Task When_the_store_does_not_answer_the_function_fails_in_JSON()
    {
        _tap.FailWhen(call => call.Operation == "query");

        var answer = await TriggerAsync(InvocationId);

        Assert.Equal((500, JsonValueKind.Object), (answer.Status, answer.Json.ValueKind));
    }

    [Theory]
    [InlineData]
    [InlineData(InvocationId, "X-Forwarded-For: 203.0.113.7")]
    [InlineData(InvocationId, "x-ms-invocation-id: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10")]
    [InlineData(InvocationId, "X-Forwarded-For: ")]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    public async Task What_came_from_outside_finds_nothing_there(params string[] headers)
    {
        var answer = await TriggerAsync(headers);

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
        Assert.Equal(0, _tap.Begun(Tables.Ledger, "query"));
    }

    [Fact]
    public async Task Without_a_host_there_is_no_such_address()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/sweep", Invocation, headers: InvocationId);

        Assert.Equal(404, answer.Status);
        Assert.DoesNotContain(app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>(), route => route.RoutePattern.RawText == "/sweep");
    }

    [Fact]
    public void Under_a_host_this_route_is_open_and_described_nowhere()
    {
        var route = Assert.Single(_app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>(), route => route.RoutePattern.RawText == "/sweep");

        Assert.NotNull(route.Metadata.GetMetadata<IAllowAnonymous>());
        Assert.Equal(["POST"], route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods);
    }

    [Fact]
    public void The_function_lies_where_a_host_looks_for_it()
    {
        var function = JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sweep", "function.json")));

        var binding = Assert.Single(function.GetProperty("bindings").EnumerateArray());
        Assert.Equal(("timerTrigger", "*/30 * * * * *"), (binding.GetProperty("type").GetString(), binding.GetProperty("schedule").GetString()));
    }

    private Task<Answer> TriggerAsync(params string[] headers) => _app.Client.AskAsync(HttpMethod.Post, "/sweep", Invocation, headers: headers);

    /// <summary>The setting of a free port; between finding and taking it another process may be faster, but hardly.</summary>
    private static string UnderAHost()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"FUNCTIONS_CUSTOMHANDLER_PORT={((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
