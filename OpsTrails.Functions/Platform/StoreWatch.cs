using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Sees every failure of the store and warns about it, at most once a minute for each reason. Knows whether writes fail at present.
/// </summary>
internal sealed partial class StoreWatch(TimeProvider clock, ILogger<StoreWatch> logger)
{
    public static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    /// <summary>Damage shows only where it is touched, so a write elsewhere doesn't prove that it is gone.</summary>
    private static readonly TimeSpan DamageAssumed = TimeSpan.FromMinutes(1);

    private const int MaxReasons = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Warning> _warnings = new(StringComparer.Ordinal);
    private volatile bool _areWritesFailing;
    private long _failingSince;
    private long _failures;
    private long? _damagedAt;

    /// <summary>Whether a write failed, and none succeeded since.</summary>
    public bool AreWritesFailing => _areWritesFailing;

    /// <summary>Whether damaged data was found within the last minute.</summary>
    public bool IsDamaged
    {
        get
        {
            lock (_lock)
                return _damagedAt is { } at && clock.GetElapsedTime(at) < DamageAssumed;
        }
    }

    public void WriteSucceeded()
    {
        if (!_areWritesFailing)
            return;
        lock (_lock)
        {
            if (!_areWritesFailing)
                return;
            _areWritesFailing = false;
            Log.Recovered(logger, clock.GetElapsedTime(_failingSince), _failures);
            _warnings.Clear();
        }
    }

    public void WriteFailed(StorageUnavailableException failure)
    {
        lock (_lock)
        {
            if (!_areWritesFailing)
                (_failingSince, _failures) = (clock.GetTimestamp(), 0);
            _areWritesFailing = true;
            _failures++;
        }
        Report(failure);
    }

    public void Report(Exception failure)
    {
        var fault = (failure as StorageUnavailableException)?.Fault ?? new StoreFault(failure.Message, "");
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (fault.IsDamage)
                _damagedAt = now;
            var isKnown = _warnings.TryGetValue(fault.Reason, out var last);
            if (isKnown && clock.GetElapsedTime(last.At, now) < WarningInterval)
            {
                _warnings[fault.Reason] = last with { Suppressed = last.Suppressed + 1 };
                return;
            }
            if (_warnings.Count >= MaxReasons)
                _warnings.Clear();
            _warnings[fault.Reason] = new Warning(now, 0);
            Log.StorageUnavailable(logger, failure, fault.Reason, fault.Remedy, last.Suppressed);
        }
    }

    private readonly record struct Warning(long At, int Suppressed);

    private static partial class Log
    {
        [LoggerMessage(
            1001,
            LogLevel.Warning,
            "Storage is unavailable: {Reason} {Remedy} The same happened {Count} times since the last warning"
        )]
        public static partial void StorageUnavailable(ILogger logger, Exception e, string reason, string remedy, int count);

        [LoggerMessage(1104, LogLevel.Information, "Storage accepts writes again after {Duration}. {Count} writes failed")]
        public static partial void Recovered(ILogger logger, TimeSpan duration, long count);
    }
}

/// <summary>Reports the failures of a store.</summary>
internal sealed class WatchedStore(ITableStore inner, StoreWatch watch) : ITableStore
{
    public async ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        try
        {
            return await inner.ReadAsync(table, key, cancel);
        }
        catch (StorageUnavailableException e) when (e.Fault is not null)
        {
            watch.Report(e);
            throw;
        }
    }

    public async ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        try
        {
            var result = await inner.WriteAsync(table, writes, cancel);
            watch.WriteSucceeded();
            return result;
        }
        catch (StorageUnavailableException e)
        {
            watch.WriteFailed(e);
            throw;
        }
    }

    public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        try
        {
            return await inner.QueryAsync(table, range, take, token, cancel);
        }
        catch (StorageUnavailableException e) when (e.Fault is not null)
        {
            watch.Report(e);
            throw;
        }
    }
}
