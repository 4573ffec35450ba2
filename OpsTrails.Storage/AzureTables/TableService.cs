using Azure.Core;
using Azure.Data.Tables;

namespace OpsTrails.Storage.AzureTables;

/// <summary>Connects to Azure Tables.</summary>
internal static class TableService
{
    /// <summary>Client options with retries. The store expects them: a write may be repeated after its response was lost.</summary>
    public static TableClientOptions NewOptions()
    {
        var options = new TableClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }

    /// <param name="connection">The <c>https</c> address of an account's table service, or a connection string.</param>
    /// <param name="credential">Signs requests to an address. A connection string contains its own key.</param>
    /// <param name="options">Null for <see cref="NewOptions"/>.</param>
    /// <param name="clock">Gets the time of the account.</param>
    public static TableServiceClient Connect(
        string connection,
        TokenCredential credential,
        TableClientOptions? options = null,
        StoreClock? clock = null
    )
    {
        options ??= NewOptions();
        if (clock is not null)
            options.AddPolicy(clock, HttpPipelinePosition.PerRetry);
        if (!Uri.TryCreate(connection, UriKind.Absolute, out var address))
            return new TableServiceClient(connection, options);
        if (address.Scheme != Uri.UriSchemeHttps)
            throw new FormatException("The address of the table service must begin with https: an identity is not sent in clear text.");
        return new TableServiceClient(address, credential, options);
    }
}
