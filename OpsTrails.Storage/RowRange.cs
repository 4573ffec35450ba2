namespace OpsTrails.Storage;

/// <summary>
/// A range that Azure Tables reads as one ordered scan: rows of one partition, or a range of whole partitions. A range from inside one
/// partition to inside another would need "or", which becomes a table scan.
/// </summary>
internal sealed record RowRange
{
    /// <summary>A size for pages of many rows, most of which are only looked at.</summary>
    public const int LargePage = 2 * 1024 * 1024;

    /// <summary>The first partition, inclusive.</summary>
    public required string PartitionFrom { get; init; }

    /// <summary>The end of the partitions, exclusive. Null for the single partition <see cref="PartitionFrom"/>.</summary>
    public string? PartitionBefore { get; init; }

    /// <summary>The first row key, inclusive. Only within one partition.</summary>
    public string? RowFrom { get; init; }

    /// <summary>Rows after this key, exclusive. Only within one partition.</summary>
    public string? RowAfter { get; init; }

    /// <summary>The end of the row keys, exclusive. Only within one partition.</summary>
    public string? RowBefore { get; init; }

    /// <summary>Returns only rows that match all filters.</summary>
    public IReadOnlyList<PropertyFilter> Where { get; init; } = [];

    /// <summary>The properties to return, to save bandwidth. Null for all. Rows without any of them are still returned.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    /// <summary>
    /// The size at which a page ends, apart from its first row: a bound for memory, where rows can be large. Null for the store's own.
    /// Azure Tables has no such limit, so the adapter asks for as many rows as fit by what it has read before.
    /// </summary>
    public int? MaxBytes { get; init; }

    public static RowRange InPartition(string partition, string? from = null, string? after = null, string? before = null) =>
        new()
        {
            PartitionFrom = partition,
            RowFrom = from,
            RowAfter = after,
            RowBefore = before,
        };

    /// <summary>Rows of one partition whose key starts with these parts. <c>~</c> separates parts, and no part contains it.</summary>
    public static RowRange WithPrefix(string partition, string parts) => InPartition(partition, from: parts + "~", before: parts + "~~");

    public static RowRange Partitions(string from, string before) => new() { PartitionFrom = from, PartitionBefore = before };

    /// <summary>The number of comparisons in the query. Azure Tables accepts at most 15.</summary>
    public int Comparisons =>
        (PartitionBefore is null ? 1 : 2)
        + (RowFrom is null ? 0 : 1)
        + (RowAfter is null ? 0 : 1)
        + (RowBefore is null ? 0 : 1)
        + Where.Sum(filter => filter.AnyOf.Count);
}

/// <summary>Matches a text property that ordinally equals one of some values. A row without the property doesn't match.</summary>
internal sealed record PropertyFilter(string Name, IReadOnlyList<string> AnyOf)
{
    public bool Matches(Row row) => row.Text(Name) is { } value && AnyOf.Contains(value, StringComparer.Ordinal);
}
