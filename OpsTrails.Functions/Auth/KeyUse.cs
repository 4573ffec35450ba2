using System.Collections.Concurrent;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Auth;

/// <summary>
/// Records when keys were last used, with at most one write per key and hour, and counts tool calls by assistants, with at most one write
/// per key and minute.
/// </summary>
internal sealed partial class KeyUse(KeyStore keys, TimeProvider clock, ILogger<KeyUse> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan CallsWrittenAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Caller, Calls> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TtlCache<string, bool> _recorded = new(10_000, TimeSpan.FromHours(1), clock);

    public void Record(IssuedKey key)
    {
        if (_recorded.TryGet(key.Id, out _))
            return;
        _recorded.Set(key.Id, true);
        _ = WriteAsync(key, Timestamp.From(clock.GetUtcNow()));
    }

    /// <summary>Counts a call of a tool by a key. The list of keys shows it within <see cref="CallsWrittenAfter"/>.</summary>
    public void CountMcpCall(Caller caller)
    {
        if (caller.KeyId is null)
            return;
        var calls = _calls.GetOrAdd(caller, _ => new Calls());
        if (Interlocked.Increment(ref calls.Count) == 1)
            calls.Writing = WriteLaterAsync(caller, calls);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes the open counts before the program ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_calls.Values.Select(calls => calls.Writing))
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _recorded.Dispose();
        _stopping.Dispose();
    }

    private async Task WriteLaterAsync(Caller caller, Calls calls)
    {
        await Task.Delay(CallsWrittenAfter, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var count = Interlocked.Exchange(ref calls.Count, 0);
        try
        {
            await keys.AddMcpCallsAsync(caller.Organization, caller.KeyId!, count);
        }
#pragma warning disable CA1031 // A count that is too low is harmless.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotRecorded(logger, e, caller.KeyId!);
        }
    }

    private async Task WriteAsync(IssuedKey key, Timestamp now)
    {
        try
        {
            await keys.RecordUseAsync(key, now);
        }
#pragma warning disable CA1031 // A lost record of use is harmless, and must not fail the request.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotRecorded(logger, e, key.Id);
        }
    }

    private sealed class Calls
    {
        public long Count;

        public Task Writing { get; set; } = Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "The use of key {KeyId} was not recorded")]
        public static partial void NotRecorded(ILogger logger, Exception e, string keyId);
    }
}
