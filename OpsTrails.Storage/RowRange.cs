namespace OpsTrails.Storage;

/// <summary>
/// A stretch of a table that Azure Tables reads as one ordered scan: rows of one partition, or whole partitions of a range.
/// (A range that begins inside one partition and ends in another is not one: joined with "or" it becomes a scan of the table.)
/// </summary>
internal sealed record RowRange
{
    /// <summary>The first partition, inclusive.</summary>
    public required string PartitionFrom { get; init; }

    /// <summary>The end of the partitions, exclusive; null for the one partition <see cref="PartitionFrom"/>.</summary>
    public string? PartitionBefore { get; init; }

    /// <summary>The first row key, inclusive. Only within one partition.</summary>
    public string? RowFrom { get; init; }

    /// <summary>Rows after this key, exclusive. Only within one partition.</summary>
    public string? RowAfter { get; init; }

    /// <summary>The end of the row keys, exclusive. Only within one partition.</summary>
    public string? RowBefore { get; init; }

    /// <summary>Only rows in which each of these holds.</summary>
    public IReadOnlyList<PropertyFilter> Where { get; init; } = [];

    /// <summary>The properties that are wanted, to save what is sent; null for all. Rows without any of them are given all the same.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    public static RowRange InPartition(string partition, string? from = null, string? after = null, string? before = null) =>
        new()
        {
            PartitionFrom = partition,
            RowFrom = from,
            RowAfter = after,
            RowBefore = before,
        };

    /// <summary>Rows of one partition whose key begins with these parts (parts are separated by <c>~</c>, which none of them contains).</summary>
    public static RowRange WithPrefix(string partition, string parts) => InPartition(partition, from: parts + "~", before: parts + "~~");

    public static RowRange Partitions(string from, string before) => new() { PartitionFrom = from, PartitionBefore = before };

    /// <summary>How many comparisons the query sends; Azure Tables takes at most 15.</summary>
    public int Comparisons =>
        (PartitionBefore is null ? 1 : 2)
        + (RowFrom is null ? 0 : 1)
        + (RowAfter is null ? 0 : 1)
        + (RowBefore is null ? 0 : 1)
        + Where.Sum(filter => filter.AnyOf.Count);
}

/// <summary>A text property that equals one of some values, ordinally. A row without the property does not match.</summary>
internal sealed record PropertyFilter(string Name, IReadOnlyList<string> AnyOf)
{
    public bool Matches(Row row) => row.Text(Name) is { } value && AnyOf.Contains(value, StringComparer.Ordinal);
}
