namespace OpsTrails.Storage;

internal enum WriteKind
{
    /// <summary>Fails with <see cref="WriteFailure.AlreadyExists"/> if the row exists.</summary>
    Add,

    /// <summary>Adds the row or replaces all of it.</summary>
    Upsert,

    /// <summary>Replaces all of the row. Fails with <see cref="WriteFailure.Changed"/> or <see cref="WriteFailure.NotFound"/>.</summary>
    Replace,

    /// <summary>
    /// Deletes the row. Fails with <see cref="WriteFailure.NotFound"/>, or with an ETag also <see cref="WriteFailure.Changed"/>.
    /// </summary>
    Delete,
}

internal sealed record Write(WriteKind Kind, Row Row, string? ETag = null)
{
    public RowKey Key => Row.Key;

    public static Write Add(Row row) => new(WriteKind.Add, row);

    public static Write Upsert(Row row) => new(WriteKind.Upsert, row);

    public static Write Replace(Row row, string etag) => new(WriteKind.Replace, row, etag);

    public static Write Delete(RowKey key, string? etag = null) => new(WriteKind.Delete, new Row(key), etag);
}

internal enum WriteFailure
{
    AlreadyExists,
    Changed,
    NotFound,
}

/// <summary>
/// The outcome of a transaction: the new ETag of each write in order (null for a delete), or the first write that failed and why. In that
/// case nothing was written.
/// </summary>
internal sealed record WriteResult(IReadOnlyList<string?> ETags, WriteFailure? Failure, int FailedIndex)
{
    public bool Succeeded => Failure is null;

    public static WriteResult Done(IReadOnlyList<string?> etags) => new(etags, null, -1);

    public static WriteResult Failed(WriteFailure failure, int index) => new([], failure, index);
}
