using System.Net;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The worker ended by its host, or dying under it.</summary>
[Layer(Layer.Process)]
public sealed class HostStopTests(PublishedPackage package) : IAsyncLifetime
{
    private AzuriteServer _azurite = null!;

    public async ValueTask InitializeAsync() => _azurite = await AzuriteServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_program_is_killed_and_the_host_stops_while_events_are_posted()
    {
        var load = new EventLoad(seed: 7);
        string key;
        await using (var first = await StartAsync())
        {
            key = await first.CreateKeyAsync();
            using var client = Client(first, key);
            var loading = load.RunAsync([client], connections: 8, requests: 200);
            await WhenAcknowledgedAsync(load, 40);
            first.Worker.Kill();
            await loading;
            await Eventually.TrueAsync(() => first.Worker.Deaths == 1);
            await Eventually.TrueAsync(() => IsAnsweredAsync(client));
            loading = load.RunAsync([client], connections: 8, requests: 200);
            await WhenAcknowledgedAsync(load, 80);
            await first.StopAsync();
            await loading;
        }

        await using var second = await StartAsync();
        using var later = Client(second, key);
        await load.SettleAsync(later);
        await SweepAsync(second);

        Assert.Equal(
            load.Acknowledged.Count,
            await StoreInvariants.CheckAsync(() => new AzureTableStore(_azurite.Connect()), load.Acknowledged)
        );
    }

    [Fact]
    public async Task A_follower_resumes_from_its_last_id_after_the_program_died()
    {
        await using var host = await StartAsync();
        using var client = Client(host, await host.CreateKeyAsync());
        using var stream = await SseReader.OpenedAsync(client);
        await RecordAsync(client, "before");
        Assert.Equal("before", (await stream.NextEventAsync()).GetProperty("id").GetString());

        host.Worker.Kill();
        await Eventually.TrueAsync(() => host.Worker.Deaths == 1);
        await RecordAsync(client, "while-away");
        using var again = await SseReader.OpenedAsync(client, lastEventId: stream.LastId);
        await RecordAsync(client, "after");
        Assert.Equal(InvocationResult.Succeeded, await host.RunTimerAsync("sweep", TestContext.Current.CancellationToken));

        Assert.Equal(["while-away", "after"], (await again.NextIdsAsync(2)).OrderDescending());
    }

    [Fact]
    public async Task A_dead_program_is_restarted_and_serves_requests()
    {
        await using var host = await StartAsync();
        using var client = Client(host, await host.CreateKeyAsync());

        host.Worker.Kill();
        await Eventually.TrueAsync(() => host.Worker.Deaths == 1);
        await Eventually.TrueAsync(() => IsAnsweredAsync(client));

        Assert.False(host.Worker.GaveUp.IsCompleted);
    }

    [Fact]
    public async Task Without_a_store_the_worker_ends_with_a_sentence_and_the_host_gives_up_after_the_third_time()
    {
        var failure = await Record.ExceptionAsync(async () =>
            await (
                await TestFunctionsHost.StartAsync(await package.PublishedAsync(), _azurite.ConnectionString, "OpsTrails__Storage=")
            ).DisposeAsync()
        );

        Assert.NotNull(failure);
        Assert.Equal(3, failure.Message.Split("OpsTrails:Storage").Length - 1);
    }

    [Fact]
    public async Task The_host_is_answered_although_the_store_is_not_there_and_the_store_may_come_later()
    {
        var gone = await AzuriteServer.StartAsync();
        await gone.DisposeAsync();

        await using var host = await TestFunctionsHost.StartAsync(await package.PublishedAsync(), gone.ConnectionString);
        var health = await host.Client.AskAsync("/health");

        Assert.True(health.Status == 503, host.Told($"It was answered with {health.Status}."));
        Assert.Equal(("""{"status":"unavailable"}""", 0), (health.Body, host.Worker.Deaths));
    }

    [Fact]
    public async Task A_worker_that_is_told_to_end_ends_its_streams_and_exits_cleanly()
    {
        await using var host = await StartAsync();
        using var client = Client(host, await host.CreateKeyAsync());
        using var first = await SseReader.OpenedAsync(client);
        using var second = await SseReader.OpenedAsync(client);

        var exitCode = await host.TerminateWorkerAsync(TimeSpan.FromMinutes(1));
        var ends = await Task.WhenAll(first.ToEndAsync(), second.ToEndAsync());

        Assert.Equal(0, exitCode);
        Assert.All(ends, blocks => Assert.Contains(blocks, block => block.StartsWith(": connect again", StringComparison.Ordinal)));
    }

    /// <summary>Until the host has a new worker it answers with an empty 500.</summary>
    private static async Task<bool> IsAnsweredAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri("/api/v1/types", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode
                == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<TestFunctionsHost> StartAsync() =>
        await TestFunctionsHost.StartAsync(await package.PublishedAsync(), _azurite.ConnectionString, "OpsTrails__Sweep__After=00:00:00");

    /// <summary>A caller takes the host's empty 500 for what it is: no answer.</summary>
    private static HttpClient Client(TestFunctionsHost host, string key)
    {
        var client = new HttpClient(new NoAnswerIsAFailure(new SocketsHttpHandler()))
        {
            BaseAddress = host.Client.BaseAddress,
            Timeout = TimeSpan.FromMinutes(2),
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    private static Task WhenAcknowledgedAsync(EventLoad load, int events) => Eventually.TrueAsync(() => load.Acknowledged.Count >= events);

    private static Task RecordAsync(HttpClient client, string id) =>
        Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await client.RecordAsync(RecordedEvents.Json(id, "2026-05-01T10:00:00Z"))).Status is 200 or 201;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });

    /// <summary>As often as it takes: a round that finds nothing lets the next one out.</summary>
    private static async Task SweepAsync(TestFunctionsHost host)
    {
        for (var round = 0; round < 3; round++)
            Assert.Equal(InvocationResult.Succeeded, await host.RunTimerAsync("sweep", TestContext.Current.CancellationToken));
    }

    private sealed class NoAnswerIsAFailure(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.InternalServerError || response.Content.Headers.ContentLength is > 0)
                return response;
            response.Dispose();
            throw new HttpRequestException("The host could not reach the program.");
        }
    }
}
