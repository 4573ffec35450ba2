namespace OpsTrails.Storage;

/// <summary>
/// An ordered table: all that Azure Tables guarantees, and all that any feature may use. Rows are ordered by
/// (partition key, row key), ordinally; writes of one partition can stand or fall together; nothing else is indexed.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StorageUnavailableException"/> when the store cannot be reached or does not answer in time.
/// After a failed write its outcome is unknown: it may or may not have been done.
/// </remarks>
internal interface ITableStore
{
    /// <summary>Reads one row; null when there is none.</summary>
    ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel);

    /// <summary>
    /// Does 1 to 100 writes of one partition, all or none. A precondition that does not hold (a row that exists, has changed or
    /// is gone) is a result, never an exception. Because a write may be repeated under way, that result can also mean that
    /// an earlier try of this very call succeeded: read and compare before believing it.
    /// </summary>
    ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel);

    /// <summary>
    /// One page of a range, in key order. A page may be short or empty and still carry a token: only a null token ends the range.
    /// </summary>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="range">Which rows.</param>
    /// <param name="take">Rows wanted, 1 to 1,000.</param>
    /// <param name="token">The token of the page before, or null for the first page.</param>
    /// <param name="cancel">Gives up waiting.</param>
    ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel);
}

internal readonly record struct RowKey(string Partition, string Row)
{
    public override string ToString() => $"({Partition}, {Row})";
}

internal sealed record RowPage(IReadOnlyList<Row> Rows, string? Token);

/// <summary>The store did not answer, or not in time; a write may or may not have happened.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A write or query that Azure Tables would refuse: a defect in the caller, found before anything is sent.</summary>
internal sealed class TableLimitException(string message) : Exception(message);

/// <summary>A query was given a token that no page carried. Tokens travel in cursors, so it is the client who sent it.</summary>
internal sealed class PageTokenException(string message, Exception? inner = null) : Exception(message, inner);
