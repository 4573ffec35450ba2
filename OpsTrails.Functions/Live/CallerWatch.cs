using System.Collections.Concurrent;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// Looks again, while an answer goes on, whether its key or session still holds. What an instance remembers of either is at most 5 s old, so a stream ends within 8 s of
/// its key being revoked or its person signing out. It counts neither as a use of the key nor against its rate.
/// </summary>
internal sealed class CallerWatch(KeyStore keys, PeopleStore people, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Lazy<Task<IssuedKey?>>> _looking = new(StringComparer.Ordinal);

    /// <summary>Runs until the work is done or cancelled, or the caller may no longer read.</summary>
    /// <returns>Whether the caller may still read.</returns>
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
                await Task.Delay(Every, clock, ended.Token);
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

    /// <summary>A key that cannot be looked up does not count as good: while the store fails, revoked keys would read on.</summary>
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

    /// <summary>Streams that look for the same key at the same time look once.</summary>
    private Task<IssuedKey?> FindAsync(string hash) =>
        _looking.GetOrAdd(hash, static (hash, watch) => new(() => watch.LookAsync(hash)), this).Value;

    private async Task<IssuedKey?> LookAsync(string hash)
    {
        try
        {
            return await keys.FindAsync(hash, CancellationToken.None);
        }
        finally
        {
            _looking.TryRemove(hash, out _);
        }
    }
}
