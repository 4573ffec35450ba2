using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

public sealed class HealthTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task It_is_ready_when_the_store_answers()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync("/health");

        Assert.Equal((200, """{"status":"ready"}""", "no-store"), (answer.Status, answer.Body, answer.Header("cache-control")));
    }

    [Fact]
    public async Task It_is_unavailable_when_the_store_does_not_answer_and_says_no_more()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        tap.FailWhen(_ => true);

        var answer = await app.Client.AskAsync("/health");

        Assert.Equal((503, """{"status":"unavailable"}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task It_recovers_with_the_store()
    {
        var tap = new StoreTap();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock.AddTo(builder);
        });
        tap.FailWhen(_ => true);
        await app.Client.AskAsync("/health");

        tap.Heal();
        clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await app.Client.AskAsync("/health");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task It_recovers_although_the_clock_was_set_back()
    {
        var tap = new StoreTap();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock.AddTo(builder);
        });
        tap.FailWhen(_ => true);
        await app.Client.AskAsync("/health");

        tap.Heal();
        clock.Step(TimeSpan.FromHours(-1));
        clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await app.Client.AskAsync("/health");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_five_seconds()
    {
        var tap = new StoreTap();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock.AddTo(builder);
        });
        var gate = new TaskCompletionSource();
        tap.Before = call => call.Table == Tables.Organizations ? gate.Task : Task.CompletedTask;

        var asking = app.Client.AskAsync("/health");
        await clock.WhenAwaitedAsync(Timeout, times: 2);
        clock.Advance(Timeout - TimeSpan.FromTicks(1));
        var answeredBefore = asking.IsCompleted;
        clock.Advance(TimeSpan.FromTicks(1));
        var answer = await asking;
        gate.SetResult();

        Assert.Equal((false, 503), (answeredBefore, answer.Status));
    }

    [Fact]
    public async Task The_store_is_asked_once_in_five_seconds_however_many_ask()
    {
        var tap = new StoreTap();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock.AddTo(builder);
        });
        var before = tap.Begun(Tables.Organizations, "read");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Client.AskAsync("/health")));
        clock.Advance(TimeSpan.FromSeconds(4.9));
        await app.Client.AskAsync("/health");
        var within = tap.Begun(Tables.Organizations, "read") - before;
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await app.Client.AskAsync("/health");

        Assert.Equal((1, 2), (within, tap.Begun(Tables.Organizations, "read") - before));
    }
}
