using System.Net;
using System.Net.Http.Headers;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>The program with a real nginx before it, which ends TLS, configured as docs/proxy.md says.</summary>
[Layer(Layer.Process)]
public sealed class BehindNginxTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private Nginx _nginx = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        var port = FreePort.Find();
        var behind = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        _nginx = Nginx.Start(behind);
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(
            null,
            builder => builder.WebHost.UseSetting("urls", behind.ToString()),
            [
                .. _provider.Settings,
                "OpsTrails:PublicUrl=" + _nginx.Address.GetLeftPart(UriPartial.Authority),
                "OpsTrails:TrustedProxies=127.0.0.1",
                "OpsTrails:Rates:UnknownPerSecond=1",
                "OpsTrails:Rates:UnknownBurst=10",
            ]
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
    }

    [Fact]
    public async Task A_link_signs_in_with_a_cookie_that_is_bound_to_https_and_the_host()
    {
        using var owner = await SignInAsync();

        var cookie = owner.Cookies.GetAllCookies().Single();
        Assert.Equal(("__Host-opstrails", true, true), (cookie.Name, cookie.Secure, cookie.HttpOnly));
        var session = await owner.Client.AskAsync("/api/v1/session");
        Assert.Equal((200, "max-age=31536000"), (session.Status, session.Header("strict-transport-security")));
    }

    [Fact]
    public async Task The_provider_sends_people_back_to_the_public_address()
    {
        using var owner = await SignInAsync();
        var invited = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"MEMBER"}""");
        var link = new Uri(invited.Data.GetProperty("url").GetString()!);
        Assert.Equal(_nginx.Address.Authority, link.Authority);
        using var guest = Visitor();

        var callback = await guest.ApproveAsync(link.Fragment[1..]);
        Assert.Equal($"{_nginx.Address}sign-in/callback", callback.GetLeftPart(UriPartial.Path));
        Assert.Equal("/", await guest.ReturnAsync(callback));
        Assert.Equal(200, await guest.StatusAsync());
    }

    [Fact]
    public async Task A_stream_passes_each_event_at_once()
    {
        using var key = await _app.ClientWithKeyAsync();
        using var client = Client("127.0.0.2");
        client.DefaultRequestHeaders.Authorization = key.DefaultRequestHeaders.Authorization;
        using var stream = await SseReader.OpenedAsync(client);

        for (var i = 0; i < 3; i++)
        {
            // Nothing follows that could push an event through a buffer.
            using var response = await client.PostEventAsync(RecordedEvents.Json($"e{i}", "NOW", "BE", "STAGING"));
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            Assert.Equal($"e{i}", (await stream.NextEventAsync()).GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task Each_caller_has_an_allowance_of_its_own_whatever_it_says_about_itself()
    {
        using var one = Client("127.0.0.2");
        using var other = Client("127.0.0.3");
        foreach (var client in (HttpClient[])[one, other])
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ot_" + new string('x', 43));

        var statuses = new List<int>();
        for (var i = 0; i < 30; i++)
            statuses.Add((await one.AskAsync(HttpMethod.Get, "/api/v1/grid", headers: $"X-Forwarded-For: 10.0.0.{i}")).Status);

        Assert.Contains(429, statuses);
        Assert.Equal(401, (await other.AskAsync("/api/v1/grid")).Status);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 403)]
    public async Task Pages_of_the_public_address_may_call_mcp(bool isOwn, int status)
    {
        using var key = await _app.ClientWithKeyAsync();
        using var client = Client("127.0.0.2");
        client.DefaultRequestHeaders.Authorization = key.DefaultRequestHeaders.Authorization;

        var answer = await client.AskAsync(
            HttpMethod.Post,
            "/api/mcp/mcp",
            """{"jsonrpc":"2.0","id":1,"method":"ping"}""",
            "application/json",
            "Accept: application/json, text/event-stream",
            "Origin: " + (isOwn ? _nginx.Address.GetLeftPart(UriPartial.Authority) : "https://evil.example")
        );

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(15, 200)]
    [InlineData(25, 413)]
    public async Task The_program_itself_says_what_is_too_large(int count, int status)
    {
        using var key = await _app.ClientWithKeyAsync();
        using var client = Client("127.0.0.2");
        client.DefaultRequestHeaders.Authorization = key.DefaultRequestHeaders.Authorization;
        var text = new string('x', 60_000);
        var events = Enumerable.Range(0, count).Select(i => RecordedEvents.Json($"large-{i}", "NOW", "BE", log: text));

        using var response = await client.PostEventAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");

        Assert.Equal((status, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private async Task<Browser> SignInAsync()
    {
        using var setup = Client("127.0.0.2");
        setup.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestApp.SetupToken);
        var made = await setup.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");
        Assert.True(made.Status == 201, made.Body);
        var link = new Uri(made.Data.GetProperty("url").GetString()!);
        Assert.Equal(_nginx.Address.Authority, link.Authority);
        var browser = Visitor();
        var answer = await browser.SignInAsync(link.Fragment[1..]);
        Assert.True(answer.Status == 201, answer.Body);
        return browser;
    }

    private Browser Visitor() => new(_nginx.Address, _nginx.HandlerFrom("127.0.0.4"));

    private HttpClient Client(string from) => new(_nginx.HandlerFrom(from)) { BaseAddress = _nginx.Address };
}
