using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Tests.Package.Rpc;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>What the program logs reaches the host as it was logged.</summary>
[Layer(Layer.Process)]
public sealed class HostLogTests(PublishedPackage package)
{
    [Fact]
    public async Task A_warning_keeps_its_level_category_and_exception_and_the_name_of_its_event()
    {
        var gone = await AzuriteServer.StartAsync();
        await gone.DisposeAsync();
        await using var host = await TestFunctionsHost.StartAsync(await package.PublishedAsync(), gone.ConnectionString);

        await host.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: "Authorization: Bearer " + TestFunctionsHost.SetupToken);
        await Eventually.TrueAsync(() => host.Log.Any(line => line.EventId == "StorageUnavailable"));
        var warning = host.Log.First(line => line.EventId == "StorageUnavailable");

        Assert.Equal((RpcLog.Types.Level.Warning, "OpsTrails.Functions.Platform.StoreWatch"), (warning.Level, warning.Category));
        Assert.NotEqual("", warning.Exception.Message);
    }

    [Fact]
    public async Task A_warning_of_a_request_becomes_one_row_in_Application_Insights_with_the_number_of_its_event()
    {
        await using var insights = await IngestionServer.StartAsync();
        var gone = await AzuriteServer.StartAsync();
        await gone.DisposeAsync();
        await using var host = await TestFunctionsHost.StartAsync(await package.PublishedAsync(), gone.ConnectionString, insights.Setting);

        await host.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: "Authorization: Bearer " + TestFunctionsHost.SetupToken);
        await Eventually.TrueAsync(() => host.Log.Any(line => line.EventId == "StorageUnavailable"));
        var sendsOwnRows = host.Channel.Capabilities.GetValueOrDefault("WorkerApplicationInsightsLoggingEnabled");
        await host.StopAsync();

        // The host sends copies of what the worker logs, unless the worker says that it sends its own rows.
        Assert.Equal("True", sendsOwnRows);
        Assert.Single(insights.Rows, row => row.Properties.GetValueOrDefault("EventId") == "1001");
    }

    [Fact]
    public async Task Metrics_arrive_when_a_timer_has_run_however_soon_its_instance_ends()
    {
        await using var insights = await IngestionServer.StartAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        await using var host = await TestFunctionsHost.StartAsync(
            await package.PublishedAsync(),
            azurite.ConnectionString,
            insights.Setting
        );

        Assert.Equal(InvocationResult.Succeeded, await host.RunTimerAsync("sweep", TestContext.Current.CancellationToken));
        host.Worker.Kill();

        Assert.Contains(insights.Rows, row => row.Name == "opstrails.sweep.backlog");
    }

    [Fact]
    public async Task Without_Application_Insights_the_host_keeps_its_copies()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var host = await TestFunctionsHost.StartAsync(await package.PublishedAsync(), azurite.ConnectionString);

        Assert.DoesNotContain("WorkerApplicationInsightsLoggingEnabled", host.Channel.Capabilities.Keys);
    }
}
