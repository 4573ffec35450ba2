namespace OpsTrails.Storage;

/// <summary>
/// A row: its key and named properties, each a string, a <see cref="long"/> or a byte array. Setting a property to null removes it. Strings
/// round-trip, except that UTF-8 replaces unpaired surrogates with U+FFFD.
/// </summary>
internal sealed class Row(RowKey key)
{
    private readonly Dictionary<string, object> _properties = new(12, StringComparer.Ordinal);

    public Row(string partition, string row)
        : this(new RowKey(partition, row)) { }

    public RowKey Key { get; } = key;

    /// <summary>The version of the row in the store. Null if the row was not read from a store.</summary>
    public string? ETag { get; init; }

    public IReadOnlyDictionary<string, object> Properties => _properties;

    public object? this[string name]
    {
        get => _properties.GetValueOrDefault(name);
        set
        {
            if (value is null)
                _properties.Remove(name);
            else if (value is string or long or byte[])
                _properties[name] = value;
            else
                throw new TableLimitException(
                    $"Property '{name}' is a {value.GetType().Name}; a row holds strings, longs and byte arrays."
                );
        }
    }

    public string? Text(string name) => this[name] as string;

    public long? Number(string name) => this[name] as long?;

    public byte[]? Bytes(string name) => this[name] as byte[];

    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    public long RequiredNumber(string name) => Number(name) ?? throw Missing(name);

    /// <summary>Removes all properties but these.</summary>
    public Row Only(IReadOnlyList<string> names)
    {
        foreach (var name in _properties.Keys.Except(names, StringComparer.Ordinal).ToList())
            _properties.Remove(name);
        return this;
    }

    /// <summary>A copy with the ETag from the store.</summary>
    public Row WithETag(string etag)
    {
        var row = new Row(Key) { ETag = etag };
        foreach (var (name, value) in _properties)
            row._properties[name] = value;
        return row;
    }

    private InvalidDataException Missing(string name) => new($"Row {Key} has no property '{name}'.");
}
