using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Retention;
using OpsTrails.Functions.Tests.Timeline;

namespace OpsTrails.Functions.Tests.Triggers;

/// <summary>Behind a Functions host its timer begins the runs of retention, elsewhere a loop does.</summary>
public sealed class RetentionTriggerTests
{
    private const string InvocationId = "X-Azure-Functions-InvocationId: 0b9c4a34-4c6a-4b59-9f1c-6a1c1f7f2a10";

    private readonly TestClock _clock = TestClock.AtNoon();

    [Fact]
    public async Task The_host_is_answered_as_it_wants_and_what_is_due_is_deleted()
    {
        await using var app = await StartAsync(HostPort.Setting());

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/retention", "{}", headers: InvocationId);

        Assert.Equal((200, """{"Outputs":{},"Logs":[],"ReturnValue":null}"""), (answer.Status, answer.Body));
        Assert.Equal(48, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task Nobody_else_can_begin_a_run()
    {
        await using var app = await StartAsync(HostPort.Setting());

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/retention", "{}", headers: [InvocationId, "X-Forwarded-For: 203.0.113.7"]);

        Assert.Equal(404, answer.Status);
        Assert.Equal(60, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task Without_a_host_a_run_begins_five_minutes_after_the_start_and_then_every_hour()
    {
        await using var app = await StartAsync("OpsTrails:Retention:Interval=01:00:00");
        var runs = app.Services.GetRequiredService<RetentionRuns>();

        await _clock.WhenAwaitedAsync(TimeSpan.FromMinutes(5));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => runs.Ended == 1);

        // The sweep waits as long, so it takes two to know that retention does.
        await _clock.WhenAwaitedAsync(TimeSpan.FromHours(1), times: 2);
        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => runs.Ended == 2);

        Assert.Equal(46, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task Under_a_host_the_program_begins_none_by_itself()
    {
        await using var app = await StartAsync(HostPort.Setting());

        _clock.Advance(TimeSpan.FromHours(2));
        await app.SettleAsync();

        Assert.Equal(0, app.Services.GetRequiredService<RetentionRuns>().Ended);
    }

    [Fact]
    public void The_function_lies_where_a_host_looks_for_it_and_runs_every_hour()
    {
        var function = JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "retention", "function.json")));

        var binding = Assert.Single(function.GetProperty("bindings").EnumerateArray());
        Assert.Equal(("timerTrigger", "0 17 * * * *"), (binding.GetProperty("type").GetString(), binding.GetProperty("schedule").GetString()));
    }

    private async Task<TestApp> StartAsync(string setting)
    {
        var app = await TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep, setting);
        await app.Services.GetRequiredService<Installation>().WhenOpenAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 60));
        await app.KeepForAsync(2);
        return app;
    }
}
