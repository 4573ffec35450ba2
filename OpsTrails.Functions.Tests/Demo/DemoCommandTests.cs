using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Demo;

[Layer(Layer.Process)]
public sealed class DemoCommandTests
{
    private const string Until = "2026-11-23T12:00:00Z";

    [Fact]
    public async Task The_demo_is_recorded_once_into_an_organization_of_its_own()
    {
        using var folder = new TemporaryFolder();
        foreach (var expected in (string[])["new events. Already recorded: 0.", "Recorded 0 new events."])
        {
            await using var demo = OpsTrailsProcess.Run(["demo", "--until=" + Until, "--OpsTrails:Storage=" + folder.Path]);
            Assert.Equal(0, await demo.ExitAsync());
            Assert.Contains(expected, demo.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("ot_", demo.Output, StringComparison.Ordinal);
        }

        await using var app = await TestApp.StartAsync(folder.Path);
        var named = await app.Store.ReadAsync(
            Tables.Organizations,
            InstallationKeys.DemoOrganization,
            TestContext.Current.CancellationToken
        );
        var organization = OrganizationId.Parse(named!.RequiredText("Organization"));
        var (_, key) = await app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization, "test", KeyScope.ReadOnly, null, "test", TestContext.Current.CancellationToken);
        using var client = app.ClientWith(key.Reveal());
        using var other = await app.ClientWithKeyAsync("READ_ONLY");

        var month = DemoMonth.WithTonight(DateTimeOffset.Parse(Until, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(
            month.Count,
            (await client.GetJsonAsync("/api/v1/summary?from=2026-10-01T00:00:00Z&to=2026-12-01T00:00:00Z"))
                .GetProperty("data")
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(0, (await other.GetJsonAsync("/api/v1/events")).GetProperty("data").GetArrayLength());

        foreach (var expected in (string[])[$"Removed {month.Count} events.", "Removed 0 events."])
        {
            await using var removal = OpsTrailsProcess.Run(["demo", "--remove", "--OpsTrails:Storage=" + folder.Path]);
            Assert.Equal(0, await removal.ExitAsync());
            Assert.Contains(expected, removal.Output, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await client.GetJsonAsync("/api/v1/events?from=2026-10-01T00:00:00Z")).GetProperty("data").GetArrayLength());
        Assert.Equal("", (await client.GetJsonAsync("/api/v1/context")).GetProperty("data").GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_invalid_end_time_is_refused_with_one_sentence()
    {
        using var folder = new TemporaryFolder();
        await using var demo = OpsTrailsProcess.Run(["demo", "--until=tomorrow", "--OpsTrails:Storage=" + folder.Path]);

        Assert.Equal(1, await demo.ExitAsync());
        Assert.Contains("--until: \"tomorrow\" is not a valid time", demo.Error, StringComparison.Ordinal);
    }
}
