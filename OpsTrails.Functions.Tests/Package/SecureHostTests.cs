using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The package under a host that is reached by https, as on Azure: links, cookies and headers are for that address.</summary>
[Layer(Layer.Process)]
public sealed class SecureHostTests(PublishedPackage package) : IAsyncLifetime
{
    private AzuriteServer _azurite = null!;
    private X509Certificate2 _certificate = null!;
    private TestFunctionsHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        _certificate = TestCertificate.For("localhost");
        _host = await TestFunctionsHost.StartAsync(await package.PublishedAsync(), _azurite.ConnectionString, _certificate);
        var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, sent, _, _) => _certificate.Equals(sent);
        _client = new HttpClient(handler) { BaseAddress = _host.SecureAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _certificate?.Dispose();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task A_person_signs_in_by_a_link_and_gets_a_cookie_that_never_leaves_https()
    {
        var origin = "Origin: " + _client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var made = await _client.AskAsync(
            HttpMethod.Post,
            "/api/v1/sign-in-links",
            headers: "Authorization: Bearer " + TestFunctionsHost.SetupToken
        );
        var link = new Uri(made.Data.GetProperty("url").GetString()!);
        var signedIn = await _client.AskAsync(
            HttpMethod.Post,
            "/api/v1/session",
            JsonSerializer.Serialize(new { token = link.Fragment[1..] }),
            headers: origin
        );
        var cookie = signedIn.Header("set-cookie")!;
        var session = await _client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: "Cookie: " + cookie.Split(';')[0]);

        Assert.Equal(new Uri(_client.BaseAddress!, "/sign-in"), new Uri(link.GetLeftPart(UriPartial.Path)));
        Assert.StartsWith("__Host-opstrails=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Equal((201, 200), (signedIn.Status, session.Status));
    }

    [Fact]
    public async Task Browsers_are_told_to_stay_with_https_and_those_on_http_are_not()
    {
        var secure = await _client.AskAsync("/health");
        var plain = await _host.Client.AskAsync(HttpMethod.Get, "/health", headers: "X-Forwarded-Proto: https");

        Assert.Equal(("max-age=31536000", null), (secure.Header("strict-transport-security"), plain.Header("strict-transport-security")));
    }
}
