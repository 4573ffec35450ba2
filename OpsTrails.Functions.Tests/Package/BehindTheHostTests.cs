using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Tests.Package.Rpc;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The published package under a host, reached from outside.</summary>
[Layer(Layer.Process)]
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
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events")
        {
            Content = new StringContent(Event(_id), Encoding.UTF8, "application/cloudevents+json"),
        };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Links_are_for_the_address_that_the_caller_used()
    {
        using var client = app.Host.ClientWith(TestFunctionsHost.SetupToken);

        var answer = await client.AskAsync(
            HttpMethod.Post,
            "/api/v1/sign-in-links",
            headers: ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"]
        );

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
    public async Task An_MCP_call_works_through_the_host()
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
    [InlineData(104_857_600, false)]
    public async Task A_body_that_is_too_large_is_answered_with_413_and_not_with_the_hosts_empty_500(int bytes, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.OfAsync(response);

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task The_host_passes_a_compressed_answer_on(string encoding)
    {
        await _client.RecordAsync(Event(_id, $$"""{"text":"{{new string('x', 5_000)}}"}"""));
        var plain = await _client.AskAsync("/api/v1/events/" + _id);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/" + _id);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        await using var packed = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream unpacked =
            encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Body, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/health", 200)]
    [InlineData("POST", "/nothing", 404)]
    [InlineData("POST", "/api/v1/session", 413)]
    [InlineData("POST", "/sign-in/callback", 404)]
    public async Task A_large_body_that_nobody_reads_does_not_cost_the_answer(string method, string path, int status)
    {
        foreach (var isChunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Content = new ByteArrayContent(new byte[60_000_000]),
            };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = isChunked;

            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await Answer.OfAsync(response);

            Assert.Equal((isChunked, status), (isChunked, answer.Status));
            Assert.Equal("application/json; charset=utf-8", answer.Header("content-type"));
        }
    }

    [Fact]
    public async Task The_hosts_own_limit_is_its_own_to_answer()
    {
        var tooMuch = RawHttp.Request(
            "POST",
            "/api/v1/events",
            [string.Create(CultureInfo.InvariantCulture, $"Content-Length: {TestFunctionsHost.BodyLimit + 1}")],
            []
        );

        var answer = await RawHttp.SendAsync(app.Host.Client.BaseAddress!, tooMuch);

        Assert.Equal((500, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("PUT", 405)]
    [InlineData("FOO", 405)]
    [InlineData("HEAD", 200)]
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
            Assert.Equal(
                (timer.Name, InvocationResult.Succeeded),
                (timer.Name, await app.Host.RunTimerAsync(timer.Name, TestContext.Current.CancellationToken))
            );
    }

    [Fact]
    public async Task A_timer_that_the_host_cancels_ends_and_the_next_one_runs()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var result = await app
            .Host.RunTimerAsync("retention", cancelled.Token)
            .WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(Enum.IsDefined(result));
        Assert.Equal(InvocationResult.Succeeded, await app.Host.RunTimerAsync("retention", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/sweep")]
    [InlineData("/SWEEP/")]
    [InlineData("/retention")]
    [InlineData("/api/%2e%2e/sweep")]
    public async Task No_timer_has_an_address(string target)
    {
        var request = RawHttp.Request(
            "POST",
            target,
            ["X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10", "Content-Type: application/json"],
            "{}"u8.ToArray()
        );

        var answer = await RawHttp.SendAsync(app.Host.Client.BaseAddress!, request);

        Assert.Equal((target, 404), (target, answer.Status));
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
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(app.Host.App.Root, "wwwroot")),
            "The console is not built here, which smoke finds out."
        );
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(app.Host.App.Root, "OpsTrails.Functions.dll"), "smoke", app.Host.Client.BaseAddress!.ToString()]
        )
        {
            Environment = { ["OPSTRAILS_KEY"] = TestFunctionsHost.SetupToken },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var smoke = Process.Start(start)!;
        var output = await Task.WhenAll(
            smoke.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            smoke.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await smoke.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(smoke.ExitCode == 0, string.Concat(output));
    }

    [Fact]
    public async Task Its_log_says_what_runs_and_where_events_are_kept_and_no_secret()
    {
        await Eventually.TrueAsync(() => app.Host.Log.Any(line => line.EventId == "Started"));
        var started = app.Host.Log.First(line => line.EventId == "Started");

        Assert.Equal(RpcLog.Types.Level.Information, started.Level);
        Assert.Contains("Events are stored in the storage account of the connection string", started.Message, StringComparison.Ordinal);
        Assert.Contains("Event Grid", started.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Host.Log, line => line.Message.Contains(TestFunctionsHost.SetupToken, StringComparison.Ordinal));
        Assert.Equal("", app.Host.Worker.Output);
    }

    [Fact]
    public async Task A_reader_that_goes_away_leaves_its_stream_and_harms_nothing()
    {
        using (var stream = await SseReader.OpenedAsync(_client, "?subject=" + _id))
        {
            await _client.RecordAsync(Event(_id, subject: _id));
            await stream.NextEventAsync();
        }
        using var again = await SseReader.OpenedAsync(_client, "?subject=" + _id);
        await _client.RecordAsync(Event(_id + "-2", subject: _id));

        Assert.Equal(_id + "-2", (await again.NextEventAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_same_event_sent_twice_is_recorded_once()
    {
        var event_ = Event(_id);

        var first = await _client.RecordAsync(event_);
        var second = await _client.RecordAsync(event_);

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task A_long_poll_is_answered_as_soon_as_something_is_recorded()
    {
        var polling = _client.AskAsync($"/api/v1/events?after=now&wait=20&subject={_id}");
        await Eventually.TrueAsync(async () =>
        {
            await _client.RecordAsync(Event(Guid.NewGuid().ToString(), subject: _id));
            return polling.IsCompleted;
        });

        Assert.Equal(200, (await polling).Status);
        Assert.NotEqual(0, (await polling).Data.GetArrayLength());
    }

    [Fact]
    public async Task Three_hundred_streams_are_open_at_once_and_each_gets_the_event()
    {
        const int Streams = 300;
        using var client = new HttpClient(new SocketsHttpHandler())
        {
            BaseAddress = app.Host.Client.BaseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", app.Key);
        var streams = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => SseReader.OpenedAsync(client, "?subject=" + _id)));
        try
        {
            await _client.RecordAsync(Event(_id, subject: _id));
            var received = await Task.WhenAll(streams.Select(stream => stream.NextEventAsync()));

            Assert.All(received, given => Assert.Equal(_id, given.GetProperty("id").GetString()));
        }
        finally
        {
            foreach (var stream in streams)
                stream.Dispose();
        }
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("GET", "/api/v1/nothing?code=1")]
    [InlineData("GET", "/api/v1/events/caf%C3%A9%2Fx", null, "Accept: application/problem+json")]
    [InlineData("DELETE", "/api/v1/events")]
    [InlineData("HEAD", "/health")]
    [InlineData("OPTIONS", "/api/v1/events", null, "WebHook-Request-Origin: eventgrid.azure.net")]
    [InlineData("POST", "/api/v1/keys", "{\"name\":\"\",\"scope\":\"ALL\"}", "Authorization: Bearer " + TestFunctionsHost.SetupToken)]
    [InlineData("POST", "/api/v1/keys", "{", "Authorization: Bearer " + TestFunctionsHost.SetupToken)]
    [InlineData("POST", "/api/mcp/mcp", "{}")]
    [InlineData("POST", "/sweep", "{}")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/openapi/v1.json", null, "Accept-Encoding: br")]
    [InlineData("HEAD", "/openapi/v1.json", null, "Accept-Encoding: gzip")]
    [InlineData("HEAD", "/api/v1/sign-in")]
    public async Task It_answers_as_the_program_on_its_own_does(string method, string path, string? body = null, string? header = null)
    {
        await using var alone = await TestApp.StartAsync();
        string[] headers = header is null ? [] : [header];

        var expected = await alone.Client.AskAsync(new HttpMethod(method), path, body, headers: headers);
        var answer = await app.Host.Client.AskAsync(new HttpMethod(method), path, body, headers: headers);

        Assert.Equal((expected.Status, WithoutAddress(expected, alone.Client)), (answer.Status, WithoutAddress(answer, app.Host.Client)));
        Assert.Equal(HeadersOf(expected), HeadersOf(answer));
    }

    // The API description names the address that it was asked at.
    private static string WithoutAddress(Answer answer, HttpClient client) =>
        answer.Body.Replace(client.BaseAddress!.Authority, "server", StringComparison.Ordinal);

    // A proxied answer may come chunked where the program's own has a length.
    private static List<string> HeadersOf(Answer answer) =>
        [
            .. answer
                .Headers.Where(header => header.Key is not ("date" or "traceparent" or "transfer-encoding" or "content-length"))
                .Select(header => $"{header.Key}: {header.Value}")
                .Order(),
        ];

    private static string Event(string id, string data = "{}", string subject = "HOSTED") =>
        $$"""
            {"specversion":"1.0","type":"deployment","source":"BE","subject":"{{subject}}","time":"NOW","version":"1.0.0",
            "id":"{{id}}","data":{{data}}}
            """;
}
