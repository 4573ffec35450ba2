using System.IO.Compression;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.WebConsole;

public sealed class ConsoleTests : IDisposable
{
    private const string Browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    private const string Script = "/assets/index-abc123.js";

    private static readonly string ScriptText = string.Concat(Enumerable.Repeat("console.log('OpsTrails');\n", 100));

    private readonly TemporaryFolder _root = new();

    public ConsoleTests()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "assets"));
        Write("index.html", "<!doctype html><title>The console</title>");
        Write("theme.js", "// before the first paint");
        Write("favicon.svg", "<svg/>");
        Write(Script[1..], ScriptText);
        using (var br = new BrotliStream(File.Create(Path.Combine(_root.Path, Script[1..] + ".br")), CompressionLevel.Optimal))
            br.Write(Encoding.UTF8.GetBytes(ScriptText));
        using var gz = new GZipStream(File.Create(Path.Combine(_root.Path, Script[1..] + ".gz")), CompressionLevel.Optimal);
        gz.Write(Encoding.UTF8.GetBytes(ScriptText));
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/events")]
    [InlineData("/events/run-4711?source=BE")]
    [InlineData("/events/a%2Fb%20c.css?source=urn:x")]
    [InlineData("/grid")]
    [InlineData("/diff?from=STAGING&to=PRODUCTION")]
    [InlineData("/compare?from=PRODUCTION%40-1d&to=PRODUCTION")]
    [InlineData("/systems?name=%2F%2Fgithub.com%2Facme%2Fx")]
    [InlineData("/environments?name=PRODUCTION")]
    [InlineData("/versions?system=BE&version=1.0.0")]
    [InlineData("/settings")]
    [InlineData("/settings/keys")]
    [InlineData("/sign-in")]
    [InlineData("/invitation")]
    public async Task A_browser_gets_the_page_at_each_of_its_addresses(string address)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, address, headers: Browser);

        Assert.Equal(
            (200, "text/html; charset=utf-8", "no-cache"),
            (answer.Status, answer.Header("content-type"), answer.Header("cache-control"))
        );
        Assert.Contains("The console", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Accept", answer.Header("vary")!.Split('\n', ',').Select(name => name.Trim()));
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/events", 404)]
    [InlineData("/settings", 404)]
    public async Task Clients_that_are_not_browsers_get_JSON(string address, int status)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, address, headers: "Accept: */*");

        Assert.Equal((status, "application/json; charset=utf-8"), (answer.Status, answer.Header("content-type")));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing/at/all?q=1")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/assets/%2e%2e/%2e%2e/appsettings.json")]
    public async Task An_unknown_page_is_a_404_that_leads_browsers_on(string address)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, address, headers: Browser);

        Assert.Equal(
            (404, "text/html; charset=utf-8", "no-store"),
            (answer.Status, answer.Header("content-type"), answer.Header("cache-control"))
        );
        Assert.Contains("The console", answer.Body, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", answer.Header("content-security-policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("x-content-type-options"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", Browser)]
    [InlineData("GET", "/API/v1/nothing", Browser)]
    [InlineData("GET", "/api", Browser)]
    [InlineData("GET", "/nothing", "Accept: */*")]
    [InlineData("POST", "/nothing", Browser)]
    public async Task The_api_and_programs_get_JSON_at_an_unknown_address(string method, string address, string accept)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(new HttpMethod(method), address, headers: accept);

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Pages_run_no_script_but_those_of_this_site()
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/", headers: Browser);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
                + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            answer.Header("content-security-policy")
        );
    }

    [Theory]
    [InlineData("/assets/index-abc123.js", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8")]
    [InlineData("/theme.js", "no-cache", "text/javascript; charset=utf-8")]
    [InlineData("/favicon.svg", "no-cache", "image/svg+xml")]
    public async Task Files_whose_names_hold_a_hash_are_kept_and_others_asked_for_again(string address, string cache, string type)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(address);

        Assert.Equal((200, cache, type), (answer.Status, answer.Header("cache-control"), answer.Header("content-type")));
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("gzip", "gzip")]
    [InlineData("BR", "br")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    [InlineData(";;;", null)]
    public async Task Clients_that_accept_compression_get_the_compressed_copy(string accepted, string? encoding)
    {
        await using var app = await StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = System.Net.DecompressionMethods.None })
        {
            BaseAddress = app.Client.BaseAddress,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, Script);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(ScriptText, Unpack(body, encoding));
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using var app = await StartAsync();
        var tag = (await app.Client.AskAsync(HttpMethod.Get, "/", headers: Browser)).Header("etag");

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/", headers: [Browser, "If-None-Match: " + tag]);

        Assert.Equal((304, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Without_a_build_of_the_console_a_plain_page_says_how_to_make_one()
    {
        using var empty = new TemporaryFolder();
        await using var app = await TestApp.StartAsync(settings: "webroot=" + empty.Path);

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/sign-in", headers: Browser);
        var json = await app.Client.AskAsync("/");

        Assert.Equal((200, "text/html; charset=utf-8"), (answer.Status, answer.Header("content-type")));
        Assert.Contains("Node 20", answer.Body, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project OpsTrails.Functions", answer.Body, StringComparison.Ordinal);
        Assert.Contains("/api/v1", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        Assert.Equal("/api/v1", json.Json.GetProperty("api").GetString());
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/docs/api/", 200)]
    [InlineData("/theme.js", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/api/v1/events", 401)]
    public async Task Every_answer_says_not_to_guess_its_type_nor_to_frame_it(string address, int status)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync(address);

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            ("nosniff", "DENY", "no-referrer"),
            (answer.Header("x-content-type-options"), answer.Header("x-frame-options"), answer.Header("referrer-policy"))
        );
        Assert.Contains("frame-ancestors 'none'", answer.Header("content-security-policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_a_crash_has_them_too()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call.Table == "settings", new InvalidOperationException("A defect."));

        var answer = await client.AskAsync("/api/v1/settings");

        Assert.Equal((500, "nosniff", "DENY"), (answer.Status, answer.Header("x-content-type-options"), answer.Header("x-frame-options")));
    }

    private static string Unpack(byte[] body, string? encoding)
    {
        using Stream unpacked = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        using var text = new StreamReader(unpacked);
        return text.ReadToEnd();
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(settings: "webroot=" + _root.Path);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_root.Path, name), text);
}
