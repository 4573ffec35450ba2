using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Hosting;

/// <summary>Whether the store answers. One read every 5 s at most, regardless of the number of health checks.</summary>
internal sealed partial class Health(ITableStore store, TimeProvider clock, ILogger<Health> logger) : IDisposable
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _checking = new(1, 1);
    private (DateTimeOffset At, bool Ready) _last = (DateTimeOffset.MinValue, false);

    public async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        await _checking.WaitAsync(cancel);
        try
        {
            if (clock.GetUtcNow() - _last.At >= CacheDuration)
            {
                var ready = await CheckAsync();
                _last = (clock.GetUtcNow(), ready);
            }
            return _last.Ready;
        }
        finally
        {
            _checking.Release();
        }
    }

    public void Dispose() => _checking.Dispose();

    private async Task<bool> CheckAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        try
        {
            return await store
                .ReadAsync(Tables.Organizations, InstallationKeys.FirstOrganization, timeout.Token)
                .AsTask()
                .WaitAsync(Timeout, clock, CancellationToken.None)
                is not null;
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OperationCanceledException)
        {
            Log.NotReady(logger, e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "The store does not answer the health check")]
        public static partial void NotReady(ILogger logger, Exception e);
    }
}
