using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.People;

/// <summary>What comes back from the provider is believed only when it is what was begun here and what the provider signed.</summary>
public sealed class ProviderTrustTests : IAsyncLifetime
{
    private const string Failed = "/sign-in?failed=provider";

    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private Browser _browser = null!;
    private string _invitation = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: _provider.Settings);
        _browser = new Browser(_app);
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        _invitation = await admin.InviteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    public static TheoryData<string> Tamperings => [.. Tampered.Keys];

    private static Dictionary<string, Action<SecurityTokenDescriptor>> Tampered { get; } =
        new()
        {
            ["another nonce"] = token => token.Claims["nonce"] = "another",
            ["no nonce"] = token => token.Subject.FindAll("nonce").ToList().ForEach(token.Subject.RemoveClaim),
            ["another audience"] = token => (token.Audience, token.Claims["aud"]) = ("another", "another"),
            ["another issuer"] = token => token.Issuer = "https://elsewhere.example/",
            ["expired"] = token => (token.IssuedAt, token.NotBefore, token.Expires) = (Past(20), Past(20), Past(10)),
            ["another key"] = token =>
                token.SigningCredentials = new SigningCredentials(
                    new RsaSecurityKey(RSA.Create(2048)) { KeyId = token.SigningCredentials.Kid },
                    SecurityAlgorithms.RsaSha256
                ),
            ["unsigned"] = token => token.SigningCredentials = null,
            ["signed with the client's secret"] = token =>
                token.SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey(Encoding.UTF8.GetBytes("a-client-secret-for-tests".PadRight(32)))
                    {
                        KeyId = token.SigningCredentials.Kid,
                    },
                    SecurityAlgorithms.HmacSha256
                ),
        };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task A_token_that_is_not_what_it_should_be_lets_nobody_in(string tampering)
    {
        var tampered = 0;
        _provider.Tamper = token =>
        {
            Tampered[tampering](token);
            tampered++;
        };

        var location = await _browser.EnterAsync(_invitation);

        Assert.Equal((Failed, 401, 1), (location, await _browser.StatusAsync(), tampered));
        Assert.Equal(1, await CountInvitationsThatAreOpenAsync());
    }

    [Theory]
    [InlineData("state", "tampered")]
    [InlineData("state", "missing")]
    [InlineData("code", "tampered")]
    [InlineData("code", "missing")]
    public async Task A_callback_that_was_tampered_with_lets_nobody_in(string parameter, string how)
    {
        var callback = await _browser.ApproveAsync(_invitation);
        var pairs = callback.Query[1..].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var value = pairs[parameter];
        pairs[parameter] = how == "missing" ? "" : string.Concat(value[..20], value[20] == 'A' ? "B" : "A", value[21..]);

        var location = await _browser.ReturnAsync(
            new Uri(callback, "?" + string.Join('&', pairs.Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Key}={pair.Value}")))
        );

        Assert.Equal((Failed, 401), (location, await _browser.StatusAsync()));
    }

    [Theory]
    [InlineData("opstrails.correlation.")]
    [InlineData("opstrails.nonce.")]
    public async Task A_callback_without_one_of_its_cookies_lets_nobody_in(string cookie)
    {
        var callback = await _browser.ApproveAsync(_invitation);
        foreach (var kept in _browser.Cookies.GetAllCookies().Where(kept => kept.Name.StartsWith(cookie, StringComparison.Ordinal)))
            kept.Expired = true;

        Assert.Equal((Failed, 401), (await _browser.ReturnAsync(callback), await _browser.StatusAsync()));
    }

    [Fact]
    public async Task A_callback_with_tampered_cookies_lets_nobody_in()
    {
        var callback = await _browser.ApproveAsync(_invitation);
        foreach (var cookie in _browser.Cookies.GetAllCookies().ToList())
            _browser.Cookies.Add(new Cookie(cookie.Name, "x" + cookie.Value, cookie.Path, cookie.Domain));

        Assert.Equal((Failed, 401), (await _browser.ReturnAsync(callback), await _browser.StatusAsync()));
    }

    [Fact]
    public async Task A_callback_in_another_browser_lets_nobody_in()
    {
        var callback = await _browser.ApproveAsync(_invitation);
        using var other = new Browser(_app);
        await other.BeginAsync();

        Assert.Equal((Failed, 401), (await other.ReturnAsync(callback), await other.StatusAsync()));
    }

    [Fact]
    public async Task A_callback_counts_once()
    {
        var callback = await _browser.ApproveAsync(_invitation);
        var first = await _browser.ReturnAsync(callback);

        Assert.Equal(("/", Failed), (first, await _browser.ReturnAsync(callback)));
    }

    [Theory]
    [InlineData("access_denied", "/sign-in?failed=cancelled")]
    [InlineData("server_error", Failed)]
    public async Task What_the_provider_says_is_not_repeated(string error, string expected)
    {
        _provider.Refusal = error;
        var callback = await _browser.ApproveAsync(_invitation);

        var answer = await _browser.Client.AskAsync(callback.PathAndQuery);

        Assert.Contains("said-by-the-provider", callback.Query, StringComparison.Ordinal);
        Assert.Equal((302, expected, ""), (answer.Status, answer.Header("location"), answer.Body));
    }

    [Fact]
    public async Task Words_put_into_the_callback_by_anybody_are_not_repeated()
    {
        var answer = await _browser.Client.AskAsync("/sign-in/callback?error=access_denied&error_description=%3Cscript%3E");

        Assert.Equal((302, Failed, ""), (answer.Status, answer.Header("location"), answer.Body));
    }

    [Fact]
    public async Task A_provider_that_gives_no_tokens_lets_nobody_in()
    {
        _provider.IsTokenEndpointDown = true;

        Assert.Equal((Failed, 401), (await _browser.EnterAsync(_invitation), await _browser.StatusAsync()));
    }

    [Fact]
    public async Task A_provider_that_is_gone_meanwhile_lets_nobody_in()
    {
        var callback = await _browser.ApproveAsync(_invitation);
        await _provider.DisposeAsync();

        Assert.Equal((Failed, 401), (await _browser.ReturnAsync(callback), await _browser.StatusAsync()));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_reported()
    {
        await _provider.DisposeAsync();

        var answer = await _browser.BeginAsync(_invitation);

        Assert.Equal((503, "SERVICE_UNAVAILABLE"), (answer.Status, answer.Code));
        Assert.Contains("provider", answer.Error, StringComparison.Ordinal);
        Assert.Null(answer.Header("location"));
    }

    [Fact]
    public async Task No_token_code_or_secret_is_logged_or_stored()
    {
        var callback = await _browser.ApproveAsync(_invitation);
        await _browser.ReturnAsync(callback);
        _provider.Tamper = Tampered["another audience"];
        await _browser.EnterAsync();
        string[] secrets =
        [
            .. _provider.Given,
            _invitation,
            _invitation.Split('.')[1],
            "a-client-secret-for-tests",
            .. callback.Query[1..].Split('&').Select(pair => pair.Split('=')[1]).Where(value => value.Length > 40),
        ];

        var rows = (await Task.WhenAll(Tables.All.Select(table => _app.RowsAsync(table))))
            .SelectMany(rows => rows)
            .SelectMany(row => row.Texts());
        var written = string.Join('\n', _app.Log.All.Concat(rows));

        Assert.True(secrets.Length >= 8);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
        Assert.Contains(_app.Log.All, line => line.Contains("Signing in with the provider failed", StringComparison.Ordinal));
    }

    private static DateTime Past(int minutes) => TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-minutes);

    private async Task<int> CountInvitationsThatAreOpenAsync()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        return (await admin.AskAsync("/api/v1/invitations"))
            .Data.EnumerateArray()
            .Count(invitation => invitation.GetProperty("acceptedAt").ValueKind == System.Text.Json.JsonValueKind.Null);
    }
}
