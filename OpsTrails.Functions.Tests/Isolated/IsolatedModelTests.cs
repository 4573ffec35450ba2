using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Isolated;
using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Live;
using OpsTrails.Functions.Tests.Package;
using OpsTrails.Functions.Triggers;

namespace OpsTrails.Functions.Tests.Isolated;

/// <summary>The isolated model, compiled with stand-ins for the worker's types, behind a web server of its own as in the worker.</summary>
public sealed class IsolatedModelTests : IAsyncLifetime
{
    private const string SetupToken = "Authorization: Bearer " + TestApp.SetupToken;

    // What differs between any two answers.
    private static readonly string[] OfTheMoment = ["date", "traceparent"];

    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtNoon();
    private IsolatedWorkerProgram _worker = null!;

    public async ValueTask InitializeAsync() => _worker = await IsolatedWorkerProgram.StartAsync(builder =>
    {
        _tap.AddTo(builder);
        _clock.AddTo(builder);
    });

    public async ValueTask DisposeAsync() => await _worker.DisposeAsync();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("GET", "/api/v1/keys", null, SetupToken)]
    [InlineData("GET", "/api/v1/nothing?code=1")]
    [InlineData("GET", "/api/v1/events/caf%C3%A9%2Fx", null, "Accept: application/problem+json")]
    [InlineData("DELETE", "/api/v1/events")]
    [InlineData("HEAD", "/health")]
    [InlineData("OPTIONS", "/api/v1/events", null, "WebHook-Request-Origin: eventgrid.azure.net")]
    [InlineData("POST", "/api/v1/keys", "{\"name\":\"\",\"scope\":\"ALL\"}", SetupToken)]
    [InlineData("POST", "/api/v1/keys", "{", SetupToken)]
    [InlineData("POST", "/api/mcp/mcp", "{}")]
    [InlineData("POST", "/sweep", "{}", "X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task It_answers_as_the_ordinary_program_does(string method, string path, string? body = null, string? header = null)
    {
        await using var ordinary = await TestApp.StartAsync(configure: _clock.AddTo);
        string[] headers = header is null ? [] : [header];

        var expected = await ordinary.Client.AskAsync(new HttpMethod(method), path, body, headers: headers);
        var answer = await _worker.Client.AskAsync(new HttpMethod(method), path, body, headers: headers);

        Assert.Equal((expected.Status, WithoutAddress(expected, ordinary.Client)), (answer.Status, WithoutAddress(answer, _worker.Client)));
        Assert.Equal(HeadersOf(expected), HeadersOf(answer));
    }

    [Fact]
    public async Task An_event_is_recorded_with_the_same_answer_and_read_back()
    {
        await using var ordinary = await TestApp.StartAsync(configure: _clock.AddTo);
        const string Sent = """{"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","time":"NOW","id":"isolated","data":{"ratio":1.50}}""";

        var expected = await (await ClientAsync(ordinary.Client)).RecordAsync(Sent);
        using var client = await ClientAsync(_worker.Client);
        var answer = await client.RecordAsync(Sent);

        Assert.Equal((201, expected.Body), (answer.Status, answer.Body));
        Assert.Equal(answer.Data.GetRawText(), (await client.AskAsync("/api/v1/events/isolated")).Data.GetRawText());
    }

    [Fact]
    public async Task Too_large_a_body_is_ours_to_refuse()
    {
        using var client = await ClientAsync(_worker.Client);

        // The answer comes before everything is sent, and the connection may end then, which an HttpClient that still sends takes for a failure.
        var answer = await RawHttp.SendAsync(_worker.Client.BaseAddress!, RawHttp.Request(
            "POST", "/api/v1/events", ["Authorization: " + client.DefaultRequestHeaders.Authorization, "Content-Type: application/json"], Encoding.UTF8.GetBytes(new string(' ', 40_000_000))));

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_stream_flows_and_ends_when_the_worker_stops()
    {
        using var client = await ClientAsync(_worker.Client);
        using var stream = await SseReader.OpenedAsync(client);

        await client.RecordAsync("""{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","id":"streamed"}""");
        var received = await stream.NextEventAsync();
        await _worker.Pipeline.StopAsync(TestContext.Current.CancellationToken);
        var end = await stream.ToEndAsync();

        Assert.Equal("streamed", received.GetProperty("id").GetString());
        Assert.Contains(end, block => block.StartsWith(": connect again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_timer_sweeps_and_nothing_else_does()
    {
        var before = _tap.Ended(Tables.Ledger, "query");

        await new Timers(_worker.Pipeline).SweepAsync(new TimerInfo(), TestContext.Current.CancellationToken);

        Assert.Equal(0, before);
        Assert.True(_tap.Ended(Tables.Ledger, "query") > 0);
    }

    [Fact]
    public async Task A_timer_that_fails_tells_the_host_by_an_exception()
    {
        _tap.FailWhen(call => call.Operation == "query");

        await Assert.ThrowsAsync<TimerFailedException>(() => new Timers(_worker.Pipeline).SweepAsync(new TimerInfo(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_timer_function_has_a_method_with_the_schedule_of_its_file()
    {
        var files = new DirectoryInfo(Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "Triggers")).EnumerateDirectories()
            .Select(folder => (folder.Name, Binding: JsonElement.Parse(File.ReadAllText(Path.Combine(folder.FullName, "function.json"))).GetProperty("bindings")[0]))
            .Where(file => file.Binding.GetProperty("type").GetString() == "timerTrigger")
            .Select(file => (file.Name, file.Binding.GetProperty("schedule").GetString()));

        var methods = typeof(Timers).GetMethods()
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule).FirstOrDefault(schedule => schedule is not null)))
            .Where(method => method.Name is not null);

        Assert.Equal(files.Order(), methods.Select(method => (method.Name!, method.Item2)).Order());
        Assert.Equal(_worker.Pipeline.Services.GetServices<TimerFunction>().Select(timer => timer.Name).Order(), files.Select(file => file.Name).Order());
    }

    [Fact]
    public void The_function_takes_every_method_that_the_program_answers()
    {
        var trigger = typeof(HttpFunction).GetMethod(nameof(HttpFunction.RunAsync))!.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>()!;

        Assert.Equal((AuthorizationLevel.Anonymous, "{*path}"), (trigger.AuthLevel, trigger.Route));
        Assert.Equal(["delete", "get", "head", "options", "patch", "post", "put"], trigger.Methods!.Order());
    }

    [Fact]
    public void Its_host_json_has_no_custom_handler_which_would_win_and_is_otherwise_the_ordinary_one()
    {
        var own = JsonElement.Parse(File.ReadAllText(Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "Isolated", "host.json")));
        var ordinary = JsonElement.Parse(File.ReadAllText(Path.Combine(PublishedPackage.Repository, "host.json")));

        Assert.False(own.TryGetProperty("customHandler", out _));
        Assert.Equal(
            (ordinary.GetProperty("functionTimeout").GetString(), ordinary.GetProperty("extensions").GetRawText()),
            (own.GetProperty("functionTimeout").GetString(), own.GetProperty("extensions").GetRawText()));
    }

    [Fact]
    public void The_workers_server_has_no_limit_of_its_own()
    {
        var services = new ServiceCollection();
        IsolatedWorker.AddServices(services, _worker.Pipeline);

        Assert.Null(services.BuildServiceProvider().GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
    }

    private static async Task<HttpClient> ClientAsync(HttpClient server)
    {
        var made = await server.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"test","scope":"READ_WRITE"}""", headers: SetupToken);
        var client = new HttpClient { BaseAddress = server.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", made.Data.GetProperty("key").GetString());
        return client;
    }

    private static string WithoutAddress(Answer answer, HttpClient client) => answer.Body.Replace(client.BaseAddress!.Authority, "server", StringComparison.Ordinal);

    private static List<string> HeadersOf(Answer answer) => [.. answer.Headers.Where(header => !OfTheMoment.Contains(header.Key)).Select(header => $"{header.Key}: {header.Value}").Order()];
}
