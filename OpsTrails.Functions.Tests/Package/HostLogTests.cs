using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Package.Rpc;
using OpsTrails.Functions.Tests.Storage;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>What the program logs reaches the host as it was logged.</summary>
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

        Assert.Equal((RpcLog.Types.Level.Warning, "OpsTrails.Functions.Hosting.ErrorMiddleware"), (warning.Level, warning.Category));
        Assert.NotEqual("", warning.Exception.Message);
        Assert.NotEqual("", warning.InvocationId);
    }
}
