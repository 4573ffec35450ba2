namespace OpsTrails.Storage;

/// <summary>The documented limits of Azure Tables. The emulator checks few of them.</summary>
internal static class TableLimits
{
    public const int WritesPerTransaction = 100;
    public const int BytesPerTransaction = 4 * 1024 * 1024;
    public const int BytesPerEntity = 1024 * 1024;
    public const int BytesPerProperty = 64 * 1024;
    public const int CharactersPerKey = 512;
    public const int PropertiesPerEntity = 252;
    public const int CharactersPerPropertyName = 255;
    public const int ComparisonsPerFilter = 15;
    public const int RowsPerPage = 1_000;

    /// <summary>
    /// The size of a row for the limits: two bytes for each character of keys, names and strings, 8 bytes for a number, and a documented
    /// overhead for each property.
    /// </summary>
    public static int SizeOf(Row row)
    {
        var size = 4 + 2 * (row.Key.Partition.Length + row.Key.Row.Length);
        foreach (var (name, value) in row.Properties)
            size += 8 + 2 * name.Length + SizeOf(value);
        return size;
    }

    /// <summary>
    /// The size of a row in a transaction's request. The request is text: binary values grow by a third, and each write has its own
    /// headers.
    /// </summary>
    public static int RequestSizeOf(Row row)
    {
        var size = 1_024 + 3 * (row.Key.Partition.Length + row.Key.Row.Length);
        foreach (var (name, value) in row.Properties)
            size += 64 + 2 * name.Length + (value is byte[] bytes ? bytes.Length / 3 * 4 + 4 : 3 * SizeOf(value));
        return size;
    }

    public static int SizeOf(object value) =>
        value switch
        {
            string text => 4 + 2 * text.Length,
            byte[] bytes => 4 + bytes.Length,
            _ => 8,
        };
}
