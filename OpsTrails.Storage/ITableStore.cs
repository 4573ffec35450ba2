namespace OpsTrails.Storage;

/// <summary>
/// An ordered table with only the guarantees of Azure Tables. Features must not rely on anything else. Rows are in ordinal order of
/// (partition key, row key). Writes in one partition can be atomic. There are no other indexes.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StorageUnavailableException"/> if the store can't be reached or doesn't answer in time. The outcome of a
/// failed write is unknown.
/// </remarks>
internal interface ITableStore
{
    /// <summary>Reads one row. Null if there is none.</summary>
    ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel);

    /// <summary>
    /// Applies 1 to 100 writes in one partition atomically. A failed precondition (the row exists, was changed or is gone) is a result, not
    /// an exception. Because writes are retried, it can also mean that an earlier attempt of this call succeeded: read and compare before
    /// trusting it.
    /// </summary>
    ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel);

    /// <summary>
    /// Reads a page of a range, in key order. A page can be short or empty and still have a token: only a null token ends the range.
    /// </summary>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="range">The rows to read.</param>
    /// <param name="take">The number of rows, 1 to 1,000.</param>
    /// <param name="token">The token of the previous page, or null for the first page.</param>
    /// <param name="cancel">Stops waiting.</param>
    ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel);
}

internal readonly record struct RowKey(string Partition, string Row)
{
    public override string ToString() => $"({Partition}, {Row})";
}

internal sealed record RowPage(IReadOnlyList<Row> Rows, string? Token);

/// <summary>The store didn't answer in time. A write may or may not have happened.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageUnavailableException(StoreFault fault, Exception? inner = null)
        : this(fault.Reason, inner) => Fault = fault;

    /// <summary>What is wrong with the store. Null if nothing is, such as after too many concurrent changes.</summary>
    public StoreFault? Fault { get; }
}

/// <summary>A failure of the store, in sentences for the operator.</summary>
/// <param name="Reason">What is wrong, and where.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsDamage">Whether stored data is damaged, so that other reads and writes may still succeed.</param>
internal sealed record StoreFault(string Reason, string Remedy, bool IsDamage = false);

/// <summary>Azure Tables would reject this write or query. It is a defect in the caller, detected before sending.</summary>
internal sealed class TableLimitException(string message) : Exception(message);

/// <summary>The token of a query is not from a page. Tokens travel in cursors, so the client sent it.</summary>
internal sealed class PageTokenException(string message, Exception? inner = null) : Exception(message, inner);
