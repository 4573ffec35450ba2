using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Organizations;
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

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, _tap.AddTo, HostPort.Setting());
        await _app.Services.GetRequiredService<Installation>().WhenOpenAsync();
    }

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

    [Theory]
    [InlineData("/SWEEP")]
    [InlineData("/Sweep/")]
    [InlineData("/sweep/")]
    [InlineData("/sweep?x=1")]
    [InlineData("//sweep")]
    [InlineData("/%2fsweep")]
    [InlineData("/%73weep")]
    [InlineData("/sweep%2f")]
    [InlineData("/sweep%00")]
    [InlineData("/./sweep")]
    [InlineData("/api/../sweep")]
    [InlineData("/api/%2e%2e/sweep")]
    [InlineData("/api/..%2fsweep")]
    [InlineData("/api/..%5csweep")]
    [InlineData("/api/%252e%252e/sweep")]
    [InlineData("/sweep;x=1")]
    public async Task However_it_is_spelled_nobody_from_outside_gets_there(string target)
    {
        var request = RawHttp.Request("POST", target, [InvocationId, "X-Forwarded-For: 203.0.113.7", "x-ms-invocation-id: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10", "Content-Type: application/json"], Encoding.UTF8.GetBytes(Invocation));

        var answer = await RawHttp.SendAsync(_app.Client.BaseAddress!, request);

        Assert.Contains(answer.Status, (int[])[400, 404]);
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
}
