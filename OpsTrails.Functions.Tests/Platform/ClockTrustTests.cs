using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Platform;

/// <summary>A clock that is far ahead deletes nothing before it has said so for a day, or somebody confirms it.</summary>
public sealed class ClockTrustTests : IDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(40);

    private readonly TestClock _clock = TestClock.AtPresent();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_step_ahead_nothing_is_deleted_and_a_warning_says_why()
    {
        await using var app = await StartAsync();
        _clock.Step(Month);

        var succeeded = await app.DeleteOldAsync();
        await SweepAsync(app);

        Assert.True(succeeded);
        Assert.Equal((10, 10), await CountAsync(app));
        var warning = Assert.Single(Warnings(app));
        Assert.Contains("40 days ahead of the time stored last", warning, StringComparison.Ordinal);
        Assert.Contains("confirm-clock", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_of_less_than_a_week_is_no_reason_to_wait()
    {
        await using var app = await StartAsync();
        _clock.Step(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));

        await app.DeleteOldAsync();

        Assert.Equal(0, (await CountAsync(app)).Events);
    }

    [Fact]
    public async Task A_quiet_month_in_a_running_program_is_no_reason_to_wait()
    {
        await using var app = await StartAsync();
        _clock.Advance(Month);

        await app.DeleteOldAsync();
        await SweepAsync(app);

        Assert.Equal((0, 0), await CountAsync(app));
        Assert.Empty(Warnings(app));
    }

    [Fact]
    public async Task A_month_in_which_the_program_was_off_is_no_reason_to_wait()
    {
        await (await StartAsync()).DisposeAsync();
        _clock.Advance(Month);

        await using var app = await TestApp.StartAsync(_folder.Path, _clock.AddTo, RetainingApp.NoSweep);
        await app.DeleteOldAsync();

        Assert.Equal((0, 0), await CountAsync(app));
        Assert.Empty(Warnings(app));
    }

    [Fact]
    public async Task A_clock_that_was_set_ahead_while_the_program_was_off_is_not_trusted()
    {
        await (await StartAsync()).DisposeAsync();
        _clock.Step(Month);

        await using var app = await TestApp.StartAsync(_folder.Path, _clock.AddTo, RetainingApp.NoSweep);
        await app.DeleteOldAsync();

        Assert.Equal((10, 10), await CountAsync(app));
        Assert.Single(Warnings(app));
    }

    [Fact]
    public async Task After_24_hours_of_running_it_is_trusted()
    {
        await using var app = await StartAsync();
        _clock.Step(Month);
        await app.DeleteOldAsync();

        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await app.DeleteOldAsync();
        var before = await CountAsync(app);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeleteOldAsync();
        await SweepAsync(app);

        Assert.Equal(((10, 10), (0, 0)), (before, await CountAsync(app)));
    }

    [Fact]
    public async Task The_hours_count_over_starts_and_not_while_the_program_is_off()
    {
        await using (var app = await StartAsync())
        {
            _clock.Step(Month);
            await app.DeleteOldAsync();
            _clock.Advance(TimeSpan.FromHours(20));
            await app.DeleteOldAsync();
        }
        _clock.Advance(TimeSpan.FromHours(20));

        await using var again = await TestApp.StartAsync(_folder.Path, _clock.AddTo, RetainingApp.NoSweep);
        _clock.Advance(TimeSpan.FromHours(3));
        await again.DeleteOldAsync();
        var before = await CountAsync(again);
        _clock.Advance(TimeSpan.FromHours(2));
        await again.DeleteOldAsync();

        Assert.Equal((10, 0), (before.Events, (await CountAsync(again)).Events));
    }

    [Fact]
    public async Task A_clock_that_goes_back_to_the_right_time_is_trusted_at_once_and_its_error_forgotten()
    {
        await using var app = await StartAsync();
        for (var i = 0; i < 2; i++)
        {
            _clock.Step(Month);
            await app.DeleteOldAsync();
            _clock.Advance(TimeSpan.FromHours(15));
            await app.DeleteOldAsync();
            _clock.Step(-Month);
            await app.DeleteOldAsync();
        }
        Assert.Equal(10, (await CountAsync(app)).Events);

        // The events are 31 days old now, and the clock is right.
        _clock.Advance(TimeSpan.FromDays(31));
        await app.DeleteOldAsync();

        Assert.Equal(0, (await CountAsync(app)).Events);
    }

    [Fact]
    public async Task A_person_can_confirm_it()
    {
        await using var app = await StartAsync();
        _clock.Step(Month);
        await app.DeleteOldAsync();

        await app.Services.GetRequiredService<ClockTrust>().ConfirmAsync(TestContext.Current.CancellationToken);
        await app.DeleteOldAsync();

        Assert.Equal(0, (await CountAsync(app)).Events);
    }

    [Fact]
    public async Task The_command_confirms_it_for_a_running_program()
    {
        _clock.Step(-Month);
        await using var app = await StartAsync();
        _clock.Step(Month);
        await app.DeleteOldAsync();
        var before = await CountAsync(app);

        var exit = await CommandLine.RunAsync(["confirm-clock", "--OpsTrails:Storage=" + _folder.Path]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await app.DeleteOldAsync();

        Assert.Equal((10, 0, 0), (before.Events, exit, (await CountAsync(app)).Events));
    }

    [Fact]
    public async Task A_confirmation_of_the_right_time_does_not_confirm_a_wrong_one()
    {
        await using var app = await StartAsync();
        await app.Services.GetRequiredService<ClockTrust>().ConfirmAsync(TestContext.Current.CancellationToken);
        _clock.Step(Month);

        await app.DeleteOldAsync();

        Assert.Equal(10, (await CountAsync(app)).Events);
    }

    [Fact]
    public async Task On_azure_the_answers_of_the_account_tell()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = await StartAsync(azurite.ConnectionString);
        _clock.Step(Month);

        await app.DeleteOldAsync();
        var ahead = await CountAsync(app);
        await app.Services.GetRequiredService<ClockTrust>().ConfirmAsync(TestContext.Current.CancellationToken);
        await app.DeleteOldAsync();
        var confirmed = await CountAsync(app);

        Assert.Equal((10, 0), (ahead.Events, confirmed.Events));
        Assert.Contains("40 days ahead of the storage account", Assert.Single(Warnings(app)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_azure_a_right_clock_takes_no_request()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var tap = new StoreTap();
        await using var app = await StartAsync(azurite.ConnectionString, tap);
        var reads = tap.Begun(Tables.Leases, "read", InstallationKeys.Partition);

        await app.DeleteOldAsync();

        Assert.Equal(reads, tap.Begun(Tables.Leases, "read", InstallationKeys.Partition));
    }

    /// <summary>Ten events a few hours old, in an organization that keeps them for two days.</summary>
    private async Task<TestApp> StartAsync(string? storage = null, StoreTap? tap = null)
    {
        void Configure(WebApplicationBuilder builder)
        {
            _clock.AddTo(builder);
            tap?.AddTo(builder);
        }
        var app = await TestApp.StartAsync(storage ?? _folder.Path, Configure, RetainingApp.NoSweep);
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 10));
        await app.KeepForAsync(2);
        return app;
    }

    /// <summary>The program skips every other run while there is nothing to do.</summary>
    private static async Task SweepAsync(TestApp app)
    {
        for (var i = 0; i < 2; i++)
            await app.Services.GetRequiredService<SweepRuns>().RunAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(int Events, int Feed)> CountAsync(TestApp app) =>
        (
            (await app.RowsAsync(Tables.Timeline)).Count,
            (await app.RowsAsync(Tables.Ledger)).Count(row => row.Key.Row.StartsWith("s~", StringComparison.Ordinal))
        );

    private static List<string> Warnings(TestApp app) => [.. app.Log.All.Where(line => line.Contains("[2203]", StringComparison.Ordinal))];
}
