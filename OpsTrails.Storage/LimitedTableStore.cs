namespace OpsTrails.Storage;

/// <summary>Enforces the limits of Azure Tables on every store.</summary>
internal sealed class LimitedTableStore(ITableStore inner) : ITableStore
{
    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        CheckKey(key.Partition);
        CheckKey(key.Row);
        return inner.ReadAsync(table, key, cancel);
    }

    public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        CheckTransaction(writes);
        return inner.WriteAsync(table, writes, cancel);
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        if (take is < 1 or > TableLimits.RowsPerPage)
            throw new TableLimitException($"A page has 1 to {TableLimits.RowsPerPage} rows; asked for {take}.");
        if (range.Comparisons > TableLimits.ComparisonsPerFilter)
            throw new TableLimitException(
                $"A filter has at most {TableLimits.ComparisonsPerFilter} comparisons; this one has {range.Comparisons}."
            );
        if (range.PartitionBefore is not null && (range.RowFrom ?? range.RowAfter ?? range.RowBefore) is not null)
            throw new TableLimitException("Row keys bound a range of one partition only.");
        if (range.MaxBytes < 1)
            throw new TableLimitException($"A page has at least a byte; asked for {range.MaxBytes}.");
        CheckKey(range.PartitionFrom);
        foreach (var key in (string?[])[range.PartitionBefore, range.RowFrom, range.RowAfter, range.RowBefore])
        {
            if (key is not null)
                CheckKey(key);
        }
        return inner.QueryAsync(table, range, take, token, cancel);
    }

    private static void CheckTransaction(IReadOnlyList<Write> writes)
    {
        if (writes.Count is < 1 or > TableLimits.WritesPerTransaction)
            throw new TableLimitException(
                $"A transaction has 1 to {TableLimits.WritesPerTransaction} writes; this one has {writes.Count}."
            );

        var bytes = 0L;
        var rows = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            if (write.Key.Partition != writes[0].Key.Partition)
                throw new TableLimitException("A transaction stays within one partition.");
            if (!rows.Add(write.Key.Row))
                throw new TableLimitException($"A transaction names each row once; {write.Key} appears twice.");
            CheckRow(write.Row);
            bytes += TableLimits.RequestSizeOf(write.Row);
        }

        if (writes.Count > 1 && bytes > TableLimits.BytesPerTransaction)
            throw new TableLimitException($"A transaction has at most {TableLimits.BytesPerTransaction} bytes; this one has {bytes}.");
    }

    /// <exception cref="TableLimitException">A store would refuse the row.</exception>
    public static void CheckRow(Row row)
    {
        CheckKey(row.Key.Partition);
        CheckKey(row.Key.Row);
        if (row.Properties.Count > TableLimits.PropertiesPerEntity)
            throw new TableLimitException(
                $"A row has at most {TableLimits.PropertiesPerEntity} properties; {row.Key} has {row.Properties.Count}."
            );
        foreach (var (name, value) in row.Properties)
        {
            CheckName(name);
            var size = TableLimits.SizeOf(value) - 4;
            if (value is not long && size > TableLimits.BytesPerProperty)
                throw new TableLimitException(
                    $"A property has at most {TableLimits.BytesPerProperty} bytes; '{name}' of {row.Key} has {size}."
                );
        }

        var entity = TableLimits.SizeOf(row);
        if (entity > TableLimits.BytesPerEntity)
            throw new TableLimitException($"A row has at most {TableLimits.BytesPerEntity} bytes; {row.Key} has {entity}.");
    }

    private static void CheckName(string name)
    {
        var valid = name.Length is > 0 and <= TableLimits.CharactersPerPropertyName && (char.IsLetter(name[0]) || name[0] == '_');
        foreach (var c in name)
            valid &= char.IsLetterOrDigit(c) || c == '_';
        // Azure Tables reserves these names, and would overwrite or ignore our values.
        valid &= name is not ("PartitionKey" or "RowKey" or "Timestamp");
        if (!valid)
            throw new TableLimitException(
                $"'{name}' is not a valid property name. Use letters, digits and underscores, no leading digit, and no reserved name."
            );
    }

    private static void CheckKey(string key)
    {
        if (key.Length > TableLimits.CharactersPerKey)
            throw new TableLimitException($"A key has at most {TableLimits.CharactersPerKey} characters; this one has {key.Length}.");
        foreach (var c in key)
        {
            // Stricter than Azure Tables, which excludes / \ # ? and control characters. Printable ASCII sorts the same everywhere.
            if (c is < ' ' or > '~' or '/' or '\\' or '#' or '?' or '%')
                throw new TableLimitException($"A key cannot hold the character U+{(int)c:X4}.");
        }
    }
}
