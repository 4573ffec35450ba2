using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// Whether the store answers and takes writes. It is asked once every 5 s at most, regardless of the number of health checks. Azure bills
/// writes, so there a write is tried only after one has failed.
/// </summary>
internal sealed class Health(ITableStore store, StoreWatch watch, IOptions<OpsTrailsOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>A nearly full disk takes a small row and refuses events.</summary>
    private const int ProbeBytes = 32 * 1024;

    private readonly bool _isEmbedded = StorageFeature.IsEmbedded(options.Value.Storage);
    private readonly SemaphoreSlim _checking = new(1, 1);
    private (long At, bool Ready)? _last;

    public async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        await _checking.WaitAsync(cancel);
        try
        {
            var isOld = _last is not { } last || clock.GetElapsedTime(last.At) >= CacheDuration || (last.Ready && watch.AreWritesFailing);
            if (isOld)
            {
                var ready = await CheckAsync();
                _last = (clock.GetTimestamp(), ready);
            }
            return _last!.Value.Ready;
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
            return await AskStoreAsync(timeout.Token).WaitAsync(Timeout, clock, CancellationToken.None) && !watch.IsDamaged;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            watch.Report(new TimeoutException($"The store did not answer the health check within {Timeout.TotalSeconds} s.", e));
            return false;
        }
        catch (StorageUnavailableException e)
        {
            watch.Report(e);
            return false;
        }
    }

    private async Task<bool> AskStoreAsync(CancellationToken cancel)
    {
        if (await store.ReadAsync(Tables.Organizations, InstallationKeys.FirstOrganization, cancel) is null)
            return false;
        var areFailing = watch.AreWritesFailing;
        if (!_isEmbedded && !areFailing)
            return true;
        var probe = new Row(InstallationKeys.Probe)
        {
            ["At"] = clock.GetUtcNow().UtcTicks,
            ["Filler"] = areFailing ? new byte[ProbeBytes] : null,
        };
        return (await store.WriteAsync(Tables.Leases, [Write.Upsert(probe)], cancel)).Succeeded;
    }
}
