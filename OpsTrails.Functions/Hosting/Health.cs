using OpsTrails.Storage;

namespace OpsTrails.Functions.Hosting;

/// <summary>Whether the store answers. Asked of the store at most every 5 s, however many ask us.</summary>
internal sealed partial class Health(ITableStore store, TimeProvider clock, ILogger<Health> logger) : IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly RowKey Probe = new("installation", "first");

    private readonly SemaphoreSlim _asking = new(1, 1);
    private (DateTimeOffset At, bool Ready) _last = (DateTimeOffset.MinValue, false);

    public async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            if (clock.GetUtcNow() - _last.At >= RememberedFor)
            {
                var ready = await AskAsync();
                _last = (clock.GetUtcNow(), ready);
            }
            return _last.Ready;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<bool> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await store
                .ReadAsync(Tables.Organizations, Probe, patience.Token)
                .AsTask()
                .WaitAsync(Patience, clock, CancellationToken.None)
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
