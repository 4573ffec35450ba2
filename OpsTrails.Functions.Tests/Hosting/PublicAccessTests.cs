using System.Net;
using Microsoft.Extensions.Configuration;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>The settings of the public address and of trusted proxies.</summary>
public sealed class PublicAccessTests
{
    [Theory]
    [InlineData("https://ops.example.com")]
    [InlineData("https://ops.example.com/")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://[::1]:8443")]
    public void A_public_address_is_a_scheme_and_a_host(string url) => Assert.NotNull(PublicAccess.ReadUrl(url));

    [Theory]
    [InlineData("PublicUrl", "")]
    [InlineData("PublicUrl", "ops.example.com")]
    [InlineData("PublicUrl", "ftp://ops.example.com")]
    [InlineData("PublicUrl", "https://ops.example.com/console")]
    [InlineData("PublicUrl", "https://ops.example.com?x=1")]
    [InlineData("PublicUrl", "https://a:b@ops.example.com")]
    [InlineData("TrustedProxies", "localhost")]
    [InlineData("TrustedProxies", "127.0.0.1, 10.0.0.0/33")]
    [InlineData("TrustedProxies", "*")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var options = new OpsTrailsOptions
        {
            PublicUrl = setting == "PublicUrl" ? value : null,
            TrustedProxies = setting == "TrustedProxies" ? value : null,
        };

        Assert.Equal(
            [setting],
            options.Validate(FunctionsHost.None(new ConfigurationBuilder().Build())).Select(invalid => invalid.Setting)
        );
    }

    [Fact]
    public void Proxies_are_addresses_and_networks_of_both_kinds()
    {
        var networks = PublicAccess.ReadNetworks(" 127.0.0.1, 10.0.0.0/8,fd00::/8 , ::1,", out var unreadable);

        Assert.Null(unreadable);
        Assert.Equal(["127.0.0.1/32", "10.0.0.0/8", "fd00::/8", "::1/128"], networks.Select(network => network.ToString()));
    }

    [Fact]
    public void Trusted_proxies_are_refused_where_they_would_have_no_effect() =>
        Assert.Equal(
            ["TrustedProxies"],
            new OpsTrailsOptions { TrustedProxies = "10.0.0.1" }
                .Validate(FunctionsHost.Present(new ConfigurationBuilder().Build()))
                .Select(invalid => invalid.Setting)
        );

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%5", "fe80::/64")]
    public void Callers_of_one_network_of_IPv6_count_as_one(string address, string partition) =>
        Assert.Equal(partition, Rates.PartitionOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, "http://127.0.0.1:0", false)]
    [InlineData("127.0.0.2", "http://127.0.0.1:0", false)]
    [InlineData("127.0.0.1", "https://ops.example.com", true)]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", "https://ops.example.com", true)]
    public async Task Forwarded_headers_are_believed_from_trusted_proxies_only(string? proxies, string address, bool isBelieved)
    {
        await using var app = await TestApp.StartAsync(settings: proxies is null ? [] : ["OpsTrails:TrustedProxies=" + proxies]);

        var answer = await app.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/sign-in-links",
            headers: ["X-Forwarded-Host: ops.example.com", "X-Forwarded-Proto: https", "Authorization: Bearer " + TestApp.SetupToken]
        );

        var expected = isBelieved ? address + "/sign-in#" : app.Client.BaseAddress + "sign-in#";
        Assert.StartsWith(expected, answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(isBelieved, answer.Header("strict-transport-security") is not null);
    }

    [Fact]
    public async Task A_public_address_wins_over_every_header()
    {
        await using var app = await TestApp.StartAsync(
            settings: ["OpsTrails:PublicUrl=https://ops.example.com", "OpsTrails:TrustedProxies=127.0.0.1"]
        );

        var answer = await app.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/sign-in-links",
            headers: ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http", "Authorization: Bearer " + TestApp.SetupToken]
        );

        Assert.StartsWith("https://ops.example.com/sign-in#", answer.Data.GetProperty("url").GetString(), StringComparison.Ordinal);
    }
}
