using System.Net;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Keeps cookies as a browser does, and by default sends the session's token with every request.</summary>
internal sealed class Browser : IDisposable
{
    private const string AntiforgeryHeader = "X-OpsTrails-Antiforgery";

    private readonly SocketsHttpHandler _handler;

    public Browser(TestApp app)
        : this(app.Client.BaseAddress!, new SocketsHttpHandler { AllowAutoRedirect = false }) { }

    public Browser(Uri address, SocketsHttpHandler handler)
    {
        _handler = handler;
        Client = new HttpClient(handler) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>The cookies as one header.</summary>
    public string Cookie => "Cookie: " + Cookies.GetCookieHeader(Client.BaseAddress!);

    public string Antiforgery { get; private set; } = "";

    /// <summary>A browser in which the owner has just used a new link.</summary>
    public static async Task<Browser> SignInAsync(TestApp app)
    {
        var browser = new Browser(app);
        var answer = await browser.SignInAsync(await app.SignInTokenAsync());
        Assert.True(answer.Status == 201, answer.Body);
        return browser;
    }

    public async Task<Answer> SignInAsync(string token)
    {
        var answer = await Client.AskAsync(HttpMethod.Post, "/api/v1/session", JsonSerializer.Serialize(new { token }));
        if (answer.Status == 201)
            UseAntiforgery(answer.Data.GetProperty("antiforgeryToken").GetString()!);
        return answer;
    }

    public void UseAntiforgery(string? token)
    {
        Client.DefaultRequestHeaders.Remove(AntiforgeryHeader);
        if (token is not null)
            Client.DefaultRequestHeaders.Add(AntiforgeryHeader, token);
        Antiforgery = token ?? "";
    }

    /// <summary>Goes to another instance with the cookies and the token it has.</summary>
    public Browser At(TestApp other)
    {
        var moved = new Browser(other);
        foreach (Cookie cookie in Cookies.GetAllCookies())
            moved.Cookies.Add(other.Client.BaseAddress!, new Cookie(cookie.Name, cookie.Value, "/"));
        moved.UseAntiforgery(Antiforgery);
        return moved;
    }

    public async Task<int> StatusAsync() => (await Client.AskAsync("/api/v1/session")).Status;

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }
}

internal static class SigningIn
{
    /// <summary>Makes a sign-in link over the API.</summary>
    /// <returns>The part after its #.</returns>
    public static async Task<string> SignInTokenAsync(this TestApp app)
    {
        using var setup = app.ClientWith(TestApp.SetupToken);
        var answer = await setup.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");
        Assert.True(answer.Status == 201, answer.Body);
        return new Uri(answer.Data.GetProperty("url").GetString()!).Fragment[1..];
    }
}
