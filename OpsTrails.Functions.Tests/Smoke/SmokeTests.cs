using System.Text.Json;
using OpsTrails.Functions.Smoke;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Smoke;

public sealed class SmokeTests
{
    [Theory]
    [InlineData("ADMIN")]
    [InlineData(null)]
    public async Task A_sound_installation_passes_every_check(string? scope)
    {
        await using var smoked = await SmokedApp.StartAsync();
        await SkipWithoutConsoleAsync(smoked);

        var (found, output) = await smoked.RunAsync(scope is null ? TestApp.SetupToken : await smoked.App.CreateKeyAsync(scope));

        Assert.True(found.Values.All(finding => finding.Kind == FindingKind.Ok), output);
    }

    [Fact]
    public async Task A_key_that_cannot_make_keys_leaves_out_what_takes_one()
    {
        await using var smoked = await SmokedApp.StartAsync();
        await SkipWithoutConsoleAsync(smoked);

        var (found, output) = await smoked.RunAsync(await smoked.App.CreateKeyAsync());

        Assert.Equal(["a revoked key stops working"], found.Where(item => item.Value.Kind == FindingKind.Skipped).Select(item => item.Key));
        Assert.True(found.Values.All(finding => finding.Kind != FindingKind.Failed), output);
    }

    [Fact]
    public async Task Nothing_is_left_but_marked_events_and_revoked_keys()
    {
        await using var smoked = await SmokedApp.StartAsync();
        var admin = await smoked.App.CreateKeyAsync("ADMIN");

        var (_, output) = await smoked.RunAsync(admin);

        using var client = smoked.App.ClientWith(admin);
        var keys = (await client.GetJsonAsync("/api/v1/keys"))
            .GetProperty("data")
            .EnumerateArray()
            .Where(key => key.GetProperty("name").GetString() == "smoke")
            .ToList();
        var events = (await client.GetJsonAsync("/api/v1/events")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.NotEqual(JsonValueKind.Null, key.GetProperty("revokedAt").ValueKind));
        Assert.Equal(4, events.Count);
        Assert.All(events, e => Assert.Equal("//opstrails/smoke", e.GetProperty("source").GetString()));
        Assert.DoesNotContain("ot_", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_written_for_each_check_with_advice_for_what_failed()
    {
        await using var smoked = await SmokedApp.StartAsync(
            (context, next) =>
            {
                if (context.Request.Path != "/health")
                    return next(context);
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            }
        );

        var (_, output) = await smoked.RunAsync(await smoked.App.CreateKeyAsync("READ_WRITE"));

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(SmokeRunner.Checks, check => Assert.Single(lines, line => line.Contains($" {check.Name} ", StringComparison.Ordinal)));
        Assert.Matches("^FAILED +health +[0-9]+ ms$", lines[0]);
        Assert.Equal(
            "         The status is 503 instead of 200. Check in the log that OpsTrails starts, and that its identity has the "
                + "role Storage Table Data Contributor.",
            lines[1]
        );
    }

    private static async Task SkipWithoutConsoleAsync(SmokedApp smoked)
    {
        var page = await smoked.App.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");
        Assert.SkipWhen(
            page.Body.Contains("OpsTrails is running without its console", StringComparison.Ordinal),
            "The console is not built here, and smoke reports that."
        );
    }
}
