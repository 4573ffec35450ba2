using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Platform;

/// <summary>Opens the store that <c>OpsTrails:Storage</c> selects and wraps it in the layers.</summary>
internal static class StorageFeature
{
    private const string DefaultFolder = ".opstrails";

    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(new TableStoreLayer(store => new LimitedTableStore(store)));
        services.AddSingleton(provider => new TableStoreLayer(store => new MeteredTableStore(
            store,
            provider.GetRequiredService<Telemetry>().StorageRequests
        )));
        services.AddSingleton(provider => new StoreHandle(Open(provider)));
        services.AddSingleton<StoreWatch>();
        services.AddSingleton<ITableStore>(provider => new WatchedStore(
            provider
                .GetServices<TableStoreLayer>()
                .Aggregate(provider.GetRequiredService<StoreHandle>().Store, (store, layer) => layer.Wrap(store)),
            provider.GetRequiredService<StoreWatch>()
        ));
    }

    /// <summary>Where events are stored, for a person. Never contains a secret.</summary>
    public static string Describe(string? setting) =>
        KindOf(setting) switch
        {
            StoreKind.Embedded => Path.GetFullPath(setting ?? DefaultFolder),
            StoreKind.Account => setting!,
            _ => "the storage account of the connection string",
        };

    /// <summary>Whether the store is a folder, which only this machine writes to.</summary>
    public static bool IsEmbedded(string? setting) => KindOf(setting) == StoreKind.Embedded;

    private static ITableStore Open(IServiceProvider provider)
    {
        var setting = provider.GetRequiredService<IOptions<OpsTrailsOptions>>().Value.Storage;
        if (setting is null && provider.GetRequiredService<FunctionsHost>().IsPresent)
            throw new StartupException(
                "The setting OpsTrails:Storage is missing. A Functions host doesn't keep a local folder, so set a connection "
                    + "string or the https URL of a "
                    + "table service."
            );
        if (KindOf(setting) == StoreKind.Embedded)
            return EmbeddedTableStore.Open(Path.GetFullPath(setting ?? DefaultFolder));
        try
        {
            return new AzureTableStore(
                TableService.Connect(
                    setting!,
                    Identity.OfThisProcess(),
                    provider.GetService<TableClientOptions>(),
                    provider.GetRequiredService<StoreClock>()
                )
            );
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StartupException(
                "The setting OpsTrails:Storage is invalid. Set a folder, a connection string or the https URL of a table service.",
                e
            );
        }
    }

    private static StoreKind KindOf(string? setting)
    {
        if (setting is null)
            return StoreKind.Embedded;
        if (setting.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return StoreKind.Account;
        var isConnection =
            setting.Contains("AccountName=", StringComparison.OrdinalIgnoreCase)
            || setting.Contains("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase)
            || setting.Contains("TableEndpoint=", StringComparison.OrdinalIgnoreCase);
        return isConnection ? StoreKind.Connection : StoreKind.Embedded;
    }

    private enum StoreKind
    {
        Embedded,
        Account,
        Connection,
    }

    /// <summary>Lets the container dispose the store, which the layers hide.</summary>
    private sealed class StoreHandle(ITableStore store) : IAsyncDisposable
    {
        public ITableStore Store => store;

        public ValueTask DisposeAsync() => store is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
    }
}
