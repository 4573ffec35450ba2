using System.Security.Cryptography;

namespace OpsTrails.Storage;

/// <summary>Changes rows that other callers may change at the same time.</summary>
internal static class OptimisticUpdates
{
    private const int MaxAttempts = 64;

    /// <summary>Reads and decides, then writes on condition that nobody changed what was read. Otherwise reads and decides again.</summary>
    /// <param name="store">The store.</param>
    /// <param name="table">The table of all writes.</param>
    /// <param name="decideAsync">
    /// Reads the rows. Returns the writes, each with the version that was read, and the result they lead to.
    /// </param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="StorageUnavailableException">The rows changed at every attempt.</exception>
    public static async Task<T> UpdateAsync<T>(
        this ITableStore store,
        string table,
        Func<UpdateAttempt, Task<Update<T>>> decideAsync,
        CancellationToken cancel
    )
    {
        var attempt = new UpdateAttempt(RandomNumberGenerator.GetHexString(32, lowercase: true), null);
        for (var number = 1; number <= MaxAttempts; number++)
        {
            var update = await decideAsync(attempt);
            if (update.Writes.Count == 0)
                return update.Result;
            var written = await store.WriteAsync(table, update.Writes, cancel);
            if (written.Succeeded)
                return update.Result;
            attempt = attempt with { Failed = written };
        }
        throw new StorageUnavailableException($"Rows of {table} were changed by others {MaxAttempts} times in a row.");
    }

    /// <summary>As above, for one row.</summary>
    public static Task<T> UpdateAsync<T>(
        this ITableStore store,
        string table,
        RowKey key,
        Func<Row?, UpdateAttempt, Update<T>> decide,
        CancellationToken cancel
    ) => store.UpdateAsync(table, async attempt => decide(await store.ReadAsync(table, key, cancel), attempt), cancel);
}

/// <summary>One try of an update.</summary>
/// <param name="Nonce">The same for all tries of a call, and for no other call.</param>
/// <param name="Failed">Why the try before failed; null at the first.</param>
/// <remarks>
/// The client library repeats a write whose response was lost. The repeat fails because the first one succeeded. The signature on the row
/// shows that.
/// </remarks>
internal readonly record struct UpdateAttempt(string Nonce, WriteResult? Failed)
{
    private const string Member = "Nonce";

    /// <summary>Marks a row as written by this call.</summary>
    public Row Sign(Row row)
    {
        row[Member] = Nonce;
        return row;
    }

    /// <summary>Whether an earlier try of this call wrote the row.</summary>
    public bool HasSigned(Row? row) => row?.Text(Member) == Nonce;
}

/// <summary>What to write, and the result once it is written. Without writes the result holds at once.</summary>
internal readonly record struct Update<T>(T Result, IReadOnlyList<Write> Writes);

internal static class Update
{
    public static Update<T> Nothing<T>(T result) => new(result, []);

    public static Update<T> To<T>(T result, params IReadOnlyList<Write> writes) => new(result, writes);
}
