using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

public sealed class SignInOptionsTests
{
    [Theory]
    [InlineData("https://login.microsoftonline.com/8f1c/v2.0")]
    [InlineData("http://localhost:9000")]
    [InlineData("http://127.0.0.1:9000/realms/shop")]
    [InlineData("http://[::1]:9000")]
    public void A_provider_is_reached_by_https_or_on_this_machine(string authority) =>
        Assert.Empty(new SignInOptions { Authority = authority, ClientId = "x" }.Validate());

    [Fact]
    public void No_setting_at_all_is_no_provider_and_no_error()
    {
        var options = new SignInOptions();

        Assert.False(options.IsConfigured);
        Assert.Empty(options.Validate());
    }

    [Theory]
    [InlineData("http://login.example.com", "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData("login.example.com", "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData("ftp://localhost", "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData("https://login.example.com?x=1", "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData("https://a:b@login.example.com", "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData("https://login.example.com", null, null, "n", "openid", "SignIn:ClientId")]
    [InlineData("https://login.example.com", " ", null, "n", "openid", "SignIn:ClientId")]
    [InlineData(null, "x", null, "n", "openid", "SignIn:Authority")]
    [InlineData(null, null, "s", "n", "openid", "SignIn:ClientSecret")]
    [InlineData("https://login.example.com", "x", "", "n", "openid", "SignIn:ClientSecret")]
    [InlineData("https://login.example.com", "x", null, "", "openid", "SignIn:Name")]
    [InlineData("https://login.example.com", "x", null, "a\nb", "openid", "SignIn:Name")]
    [InlineData("https://login.example.com", "x", null, "n", "profile email", "SignIn:Scopes")]
    public void A_wrong_setting_is_named(string? authority, string? clientId, string? secret, string name, string scopes, string setting) =>
        Assert.Equal(
            [setting],
            new SignInOptions
            {
                Authority = authority,
                ClientId = clientId,
                ClientSecret = secret,
                Name = name,
                Scopes = scopes,
            }
                .Validate()
                .Select(invalid => invalid.Setting)
        );

    [Fact]
    public async Task A_wrong_setting_stops_the_start()
    {
        var start = TestApp.StartAsync(settings: "OpsTrails:SignIn:Authority=http://login.example.com");

        var failures = (await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => start)).Failures;
        Assert.Contains(
            failures,
            failure => failure.StartsWith("The setting OpsTrails:SignIn:Authority must be the https URL", StringComparison.Ordinal)
        );
    }
}
