using System.Collections.Concurrent;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// Checks regularly during a long answer whether its key or session is still valid. Caches of both are at most 5 s old, so a stream ends
/// within 8 s after its key is revoked or its person signs out. A check counts neither as use of the key nor against its rate.
/// </summary>
internal sealed class CallerWatch(KeyStore keys, PeopleStore people, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Lazy<Task<IssuedKey?>>> _reads = new(StringComparer.Ordinal);

    /// <summary>Runs the work and cancels it if the caller loses access.</summary>
    /// <returns>Whether the caller still has access.</returns>
    public async Task<bool> RunAsync(Caller caller, Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = WatchAsync(caller, ended);
        try
        {
            await work(ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
        }
        return await watching;
    }

    private async Task<bool> WatchAsync(Caller caller, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, ended.Token);
                if (!await MayReadAsync(caller, ended.Token))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        await ended.CancelAsync();
        return false;
    }

    /// <summary>A key that can't be read counts as invalid. Otherwise revoked keys would keep working while the store fails.</summary>
    private async Task<bool> MayReadAsync(Caller caller, CancellationToken cancel)
    {
        try
        {
            if (caller.Session is { } session)
                return await people.FindAsync(session.Organization, session.PersonId, cancel) is { } person
                    && person.Admits(session, clock.GetUtcNow())
                    && person.Role.Scope() >= KeyScope.ReadOnly;
            return caller.KeyHash is { } hash
                && await FindAsync(hash).WaitAsync(cancel) is { } key
                && key.IsUsableAt(clock.GetUtcNow())
                && key.Scope >= KeyScope.ReadOnly;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Streams of the same key share one read.</summary>
    private Task<IssuedKey?> FindAsync(string hash) =>
        _reads.GetOrAdd(hash, static (hash, watch) => new(() => watch.ReadAsync(hash)), this).Value;

    private async Task<IssuedKey?> ReadAsync(string hash)
    {
        try
        {
            return await keys.FindAsync(hash, CancellationToken.None);
        }
        finally
        {
            _reads.TryRemove(hash, out _);
        }
    }
}
