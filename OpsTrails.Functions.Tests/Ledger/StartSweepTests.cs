using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>On an embedded store nobody else records, so the first sweep completes what a killed process left, however young.</summary>
public sealed class StartSweepTests
{
    [Fact]
    public async Task A_start_completes_at_once_what_the_former_run_left()
    {
        using var folder = new TemporaryFolder();
        await using (var app = await TestApp.StartAsync(folder.Path, settings: RetainingApp.NoSweep))
            await new PartialEvents(app.Store, app.Organization, TimeProvider.System.GetUtcNow()).WriteAsync(1, "claim");

        await using var next = await TestApp.StartAsync(folder.Path);

        await Eventually.TrueAsync(() => next.Services.GetRequiredService<SweepRuns>().Ended > 0);
        Assert.Equal(0, await next.CountOutboxAsync());
    }
}
