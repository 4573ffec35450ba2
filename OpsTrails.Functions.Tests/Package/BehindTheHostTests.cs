using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Live;
using OpsTrails.Functions.Tests.Mcp;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The published package, reached as from outside: through a host.</summary>
public sealed class BehindTheHostTests(HostedApp app) : IClassFixture<HostedApp>, IDisposable
{
    private readonly HttpClient _client = app.Host.ClientWith(app.Key);
    private readonly string _id = "hosted-" + Guid.NewGuid().ToString("N");

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_event_is_recorded_and_comes_back_as_it_was_sent()
    {
        var recorded = await _client.RecordAsync(Event(_id, """{"ratio":1.50,"name":"Caf\u00e9"}"""));

        var read = await _client.AskAsync("/api/v1/events/" + _id);

        Assert.Equal((201, 200), (recorded.Status, read.Status));
        Assert.Equal("1.50", read.Data.GetProperty("data").GetProperty("ratio").GetRawText());
        Assert.Equal("Café", read.Data.GetProperty("data").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_chunked_body_is_taken_like_any()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = new StringContent(Event(_id), Encoding.UTF8, "application/cloudevents+json") };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Links_are_for_the_address_that_the_caller_used()
    {
        using var client = app.Host.ClientWith(LocalFunctionsHost.SetupToken);

        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links", headers: ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"]);

        Assert.StartsWith(app.Host.Client.BaseAddress + "sign-in#", answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-MS-CLIENT-PRINCIPAL: eyJhdXRoX3R5cCI6ImFhZCJ9")]
    [InlineData("X-MS-CLIENT-PRINCIPAL-ID: owner")]
    [InlineData("x-functions-key: master")]
    [InlineData("X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10")]
    public async Task What_a_caller_says_of_itself_in_the_platforms_headers_opens_nothing(string header)
    {
        var answer = await app.Host.Client.AskAsync(HttpMethod.Get, "/api/v1/events", headers: header);

        Assert.Equal((401, "UNAUTHORIZED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_stream_is_there_before_anything_happens_and_gets_what_is_recorded()
    {
        using var stream = await SseReader.OpenedAsync(_client, "?subject=" + _id);

        await _client.RecordAsync(Event(_id, subject: _id));
        var received = await stream.NextEventAsync();

        Assert.Equal(_id, received.GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_assistant_asks_through_it()
    {
        await using var assistant = await Assistant.ConnectAsync(app.Host.Client.BaseAddress!, app.Key);
        await _client.RecordAsync(Event(_id, subject: _id));

        var answer = await assistant.CallAsync("get_event", $$"""{"ref":"{{_id}}"}""");

        Assert.False(answer.IsError, answer.Text);
        Assert.Contains(_id, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000_000, false)]
    [InlineData(60_000_000, false)]
    [InlineData(60_000_000, true)]
    public async Task A_body_that_is_too_large_is_answered_with_413_and_not_with_the_hosts_empty_500(int bytes, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.OfAsync(response);

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_hosts_own_limit_is_its_own_to_answer()
    {
        var tooMuch = RawHttp.Request("POST", "/api/v1/events", [string.Create(CultureInfo.InvariantCulture, $"Content-Length: {LocalFunctionsHost.BodyLimit + 1}")], []);

        var answer = await RawHttp.SendAsync(app.Host.Client.BaseAddress!, tooMuch);

        Assert.Equal((500, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("PUT", 405)]
    [InlineData("FOO", 405)]
    [InlineData("HEAD", 405)]
    [InlineData("GET", 200)]
    public async Task Every_method_reaches_the_program_which_answers_it(string method, int status)
    {
        var answer = await _client.AskAsync(new HttpMethod(method), "/api/v1/events?limit=1");

        Assert.Equal(status, answer.Status);
        Assert.True(method == "HEAD" || answer.Json.GetProperty("success").GetBoolean() == (status == 200));
    }

    [Fact]
    public async Task An_empty_segment_never_gets_as_far_as_the_program()
    {
        var answer = await RawHttp.SendAsync(app.Host.Client.BaseAddress!, RawHttp.Request("GET", "/api//v1/events", [], []));

        Assert.Equal((404, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_timer_succeeds_and_finds_nothing_wrong()
    {
        foreach (var timer in app.Host.App.Functions.Where(function => function.IsTimer))
        {
            var invocation = await app.Host.RunTimerAsync(timer.Name);

            Assert.Equal((timer.Name, InvocationResult.Succeeded), (timer.Name, invocation.Result));
        }
    }

    [Theory]
    [InlineData("/{0}")]
    [InlineData("/{0}/")]
    [InlineData("/%73{1}")]
    [InlineData("/.//{0}")]
    [InlineData("/%2f{0}")]
    [InlineData("/api/../{0}")]
    [InlineData("/api/%2e%2e/{0}")]
    [InlineData("/api/..%5c{0}")]
    [InlineData("/api/%252e%252e/{0}")]
    public async Task No_timer_is_run_from_outside_however_it_is_spelled(string spelling)
    {
        foreach (var timer in app.Host.App.Functions.Where(function => function.IsTimer))
        {
            foreach (var name in (string[])[timer.Name, timer.Name.ToUpperInvariant()])
            {
                var target = string.Format(CultureInfo.InvariantCulture, spelling, name, name[1..]);
                var request = RawHttp.Request("POST", target, ["X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10", "User-Agent: Azure-Functions-Host/4", "Content-Type: application/json"], "{}"u8.ToArray());

                var answer = await RawHttp.SendAsync(app.Host.Client.BaseAddress!, request);

                Assert.Equal((target, 404), (target, answer.Status));
            }
        }
    }

    [Fact]
    public async Task A_browser_gets_the_console()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(app.Host.App.Root, "wwwroot")), "The console is not built here.");

        var answer = await app.Host.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");

        Assert.Equal((200, "text/html; charset=utf-8"), (answer.Status, answer.Header("content-type")));
        Assert.Contains("<script", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smoke_finds_nothing_wrong()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(app.Host.App.Root, "wwwroot")), "The console is not built here, which smoke finds out.");
        var start = new ProcessStartInfo(Path.Combine(app.Host.App.Root, "OpsTrails.Functions"), ["smoke", app.Host.Client.BaseAddress!.ToString()])
        {
            Environment = { ["OPSTRAILS_KEY"] = LocalFunctionsHost.SetupToken },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var smoke = Process.Start(start)!;
        var output = await Task.WhenAll(smoke.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), smoke.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await smoke.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(smoke.ExitCode == 0, string.Concat(output));
    }

    [Fact]
    public async Task It_says_where_events_are_kept_and_no_secret_and_no_address_that_nobody_can_use()
    {
        await Eventually.TrueAsync(() => app.Host.Handler.Output.Contains("Event Grid", StringComparison.Ordinal));
        var output = app.Host.Handler.Output;

        Assert.Contains("OpsTrails listens on http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("Events are kept in the storage account of the connection string", output, StringComparison.Ordinal);
        Assert.DoesNotContain("curl", output, StringComparison.Ordinal);
        Assert.DoesNotContain(LocalFunctionsHost.SetupToken, output, StringComparison.Ordinal);
    }

    private static string Event(string id, string data = "{}", string subject = "HOSTED") =>
        $$"""{"specversion":"1.0","type":"deployment","source":"BE","subject":"{{subject}}","time":"NOW","version":"1.0.0","id":"{{id}}","data":{{data}}}""";
}
