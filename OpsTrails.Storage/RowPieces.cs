using System.Globalization;

namespace OpsTrails.Storage;

/// <summary>Stores bytes in several properties of 64 KiB each: <c>Json0</c>, <c>Json1</c> and so on.</summary>
internal static class RowPieces
{
    public static void SetPieces(this Row row, string name, ReadOnlyMemory<byte> bytes)
    {
        for (int start = 0, piece = 0; start < bytes.Length; start += TableLimits.BytesPerProperty, piece++)
            row[NameOf(name, piece)] = bytes.Slice(start, Math.Min(TableLimits.BytesPerProperty, bytes.Length - start)).ToArray();
    }

    /// <returns>Null if there are no pieces.</returns>
    public static byte[]? Pieces(this Row row, string name)
    {
        var first = row.Bytes(NameOf(name, 0));
        if (first is null || row.Bytes(NameOf(name, 1)) is null)
            return first;
        var length = 0;
        for (var piece = 0; row.Bytes(NameOf(name, piece)) is { } bytes; piece++)
            length += bytes.Length;
        var whole = new byte[length];
        var rest = whole.AsSpan();
        for (var piece = 0; row.Bytes(NameOf(name, piece)) is { } bytes; piece++)
        {
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
        }
        return whole;
    }

    private static string NameOf(string name, int piece) => name + piece.ToString(CultureInfo.InvariantCulture);
}
