using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// A page of another origin, in the browser of an owner who is signed in. It is on the same machine, so to the browser on the same site:
/// cookies go along with all that it sends, which is the worst case.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class OtherSiteTests(ConsoleBrowser browser) : IAsyncLifetime
{
    // What a form can send without asking anybody: JSON in the name of a field, as plain text.
    private const string PostForm = """
        ([address, json]) => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = address;
          form.enctype = "text/plain";
          const field = document.createElement("input");
          field.name = json.slice(0, -1) + ',"ignored":"';
          field.value = '"}';
          form.append(field);
          document.body.append(form);
          form.submit();
        }
        """;

    private const string Fetch = """
        async ([address, method, json, mode]) => {
          const type = mode === "cors" ? "application/json" : "text/plain";
          try {
            const body = method === "GET" ? undefined : json;
            const answer = await fetch(address, { method, mode, credentials: "include", headers: { "content-type": type }, body });
            return `${answer.type} ${answer.status} ${await answer.text()}`.trim();
          } catch (e) {
            return "refused by the browser";
          }
        }
        """;

    private readonly ConcurrentQueue<string> _answered = new();
    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private WebApplication _elsewhere = null!;
    private ConsoleWindow _owner = null!;
    private IPage _page = null!;

    [Theory]
    [InlineData("/api/v1/keys", """{"name":"theirs","scope":"ADMIN"}""")]
    [InlineData("/api/v1/invitations", """{"role":"OWNER"}""")]
    [InlineData("/api/v1/sign-in", """{"returnTo":"/"}""")]
    [InlineData("/api/v1/events", """{"specversion":"1.0","type":"deployment","source":"theirs"}""")]
    [InlineData("/api/v1/demo", "{}")]
    public async Task A_form_and_fetches_of_it_are_refused_and_change_nothing(string path, string json)
    {
        var before = await StateAsync();
        var address = new Uri(_app.Client.BaseAddress!, path).ToString();

        var readable = await _page.EvaluateAsync<string>(Fetch, new[] { address, "POST", json, "cors" });
        var opaque = await _page.EvaluateAsync<string>(Fetch, new[] { address, "POST", json, "no-cors" });
        await PostFormAsync(address, json);

        Assert.Equal(("refused by the browser", "opaque 0"), (readable, opaque));
        Assert.Equal(
            [$"403 POST {path}", $"403 POST {path}"],
            _answered.Where(answer => answer.Contains("POST", StringComparison.Ordinal))
        );
        Assert.Equal(before, await StateAsync());
    }

    [Theory]
    [InlineData("PUT", "/api/v1/people/{owner}/role", """{"role":"VIEWER"}""")]
    [InlineData("DELETE", "/api/v1/people/{owner}", "{}")]
    [InlineData("DELETE", "/api/v1/sessions", "{}")]
    [InlineData("PUT", "/api/v1/settings", """{"name":"theirs"}""")]
    public async Task What_needs_to_be_asked_for_first_is_not_allowed(string method, string path, string json)
    {
        var before = await StateAsync();
        var address = new Uri(_app.Client.BaseAddress!, path.Replace("{owner}", await OwnerIdAsync(), StringComparison.Ordinal)).ToString();

        Assert.Equal("refused by the browser", await _page.EvaluateAsync<string>(Fetch, new[] { address, method, json, "cors" }));
        Assert.Equal("refused by the browser", await _page.EvaluateAsync<string>(Fetch, new[] { address, method, json, "no-cors" }));

        Assert.DoesNotContain(_answered, answer => answer.StartsWith('2'));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task It_cannot_read_who_is_signed_in_nor_the_token_of_the_session()
    {
        var address = new Uri(_app.Client.BaseAddress!, "/api/v1/session").ToString();

        Assert.Equal("refused by the browser", await _page.EvaluateAsync<string>(Fetch, new[] { address, "GET", "", "cors" }));
        Assert.Equal(
            "refused by the browser",
            await _page.EvaluateAsync<string>(
                "async address => { try { return (await fetch(address, { credentials: 'include' })).type; } catch { return "
                    + "'refused by the browser'; } }",
                address
            )
        );
    }

    [Fact]
    public async Task It_cannot_sign_the_browser_in_as_somebody_else()
    {
        var token = await _app.SignInTokenAsync();
        var address = new Uri(_app.Client.BaseAddress!, "/api/v1/session").ToString();
        var json = JsonSerializer.Serialize(new { token });

        await PostFormAsync(address, json);

        Assert.Equal("403 POST /api/v1/session", Assert.Single(_answered, answer => answer.Contains("POST", StringComparison.Ordinal)));
        using var other = new Browser(_app);
        Assert.Equal(201, (await other.SignInAsync(token)).Status);
    }

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: _provider.Settings);
        _elsewhere = await StartElsewhereAsync();
        _owner = await browser.SignInAsync(_app);
        _page = await _owner.Page.Context.NewPageAsync();
        _page.Response += (_, response) =>
            _answered.Enqueue($"{response.Status} {response.Request.Method} {new Uri(response.Url).AbsolutePath}");
        await _page.GotoAsync(_elsewhere.Urls.First());
        _answered.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is not null)
            await _owner.DisposeAsync();
        if (_elsewhere is not null)
            await _elsewhere.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    private static async Task<WebApplication> StartElsewhereAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Text("<!doctype html><title>Elsewhere</title><h1>Free pictures</h1>", "text/html"));
        await app.StartAsync();
        return app;
    }

    private Task<IResponse> PostFormAsync(string address, string json) =>
        _page.RunAndWaitForResponseAsync(
            () => _page.EvaluateAsync(PostForm, new[] { address, json }),
            response => response.Url == address && response.Request.IsNavigationRequest
        );

    private Task<string> OwnerIdAsync() =>
        _owner.Page.EvaluateAsync<string>("async () => (await (await fetch('/api/v1/session')).json()).data.person.id");

    /// <summary>All that such a page might change, as the owner sees it.</summary>
    private Task<string> StateAsync() =>
        _owner.Page.EvaluateAsync<string>(
            """
            async () => {
              const read = async (path) => (await fetch(path)).json();
              const { person, role } = (await read("/api/v1/session")).data;
              const paths = ["keys", "invitations", "people", "events?from=-30d", "settings"];
              const lists = await Promise.all(paths.map((path) => read(`/api/v1/${path}`)));
              return JSON.stringify([person, role, ...lists.map((list) => list.data)]);
            }
            """
        );
}
