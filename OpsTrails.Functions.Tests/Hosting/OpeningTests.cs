using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Under a Functions host the program answers before its store does.</summary>
public sealed class OpeningTests
{
    private const string SetupToken = "Authorization: Bearer " + TestApp.SetupToken;

    private readonly StoreTap _tap = new();

    [Fact]
    public async Task Liveness_is_answered_while_the_store_is_opening()
    {
        var opened = HoldStore();
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync("/");
        opened.SetResult();

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_request_that_needs_the_store_waits_until_it_is_open()
    {
        var opened = HoldStore();
        await using var app = await StartAsync();

        var asking = app.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: SetupToken);
        await app.Client.AskAsync("/");
        var waits = !asking.IsCompleted;
        opened.SetResult();

        Assert.Equal((true, 200), (waits, (await asking).Status));
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_fails_the_request_and_is_tried_again_by_the_next()
    {
        _tap.FailWhen(_ => true);
        await using var app = await StartAsync();

        var failed = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: SetupToken);
        _tap.Heal();
        var answered = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: SetupToken);

        Assert.Equal((503, "SERVICE_UNAVAILABLE", 200), (failed.Status, failed.Code, answered.Status));
    }

    [Fact]
    public async Task The_store_is_opened_once_for_all_waiting_requests()
    {
        var opened = HoldStore();
        await using var app = await StartAsync();

        var asking = Enumerable.Range(0, 10).Select(_ => app.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: SetupToken)).ToList();
        await app.Client.AskAsync("/");
        opened.SetResult();
        await Task.WhenAll(asking);

        // The first organization and the format of the store.
        Assert.Equal(2, _tap.Begun(Tables.Organizations, "write", InstallationKeys.Partition));
    }

    [Fact]
    public async Task Health_is_answered_without_waiting_for_the_store()
    {
        _tap.FailWhen(_ => true);
        await using var app = await StartAsync();

        var answer = await app.Client.AskAsync("/health");

        Assert.Equal((503, """{"status":"unavailable"}"""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("00:09:01", null, false)]
    [InlineData("00:09:00", null, true)]
    [InlineData("00:04:01", "00:05:00", false)]
    [InlineData("01:00:00", "-1", true)]
    public async Task A_stream_may_not_last_as_long_as_the_host_gives_a_function(string lifetime, string? timeout, bool isTaken)
    {
        string[] settings =
        [
            "OpsTrails:Live:StreamLifetime=" + lifetime,
            .. timeout is null ? [] : new[] { "AzureFunctionsJobHost:functionTimeout=" + timeout },
        ];

        var failure = await Record.ExceptionAsync(async () => await (await StartAsync(settings)).DisposeAsync());

        Assert.Equal(isTaken, failure is null);
        Assert.True(
            isTaken
                || failure is OptionsValidationException { Failures: var errors }
                    && errors.Single().Contains("Live:StreamLifetime", StringComparison.Ordinal)
        );
    }

    private Task<TestApp> StartAsync(params string[] settings) => TestApp.StartUnderHostAsync(_tap.AddTo, settings);

    private TaskCompletionSource HoldStore()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _tap.Before = _ => opened.Task;
        return opened;
    }
}
