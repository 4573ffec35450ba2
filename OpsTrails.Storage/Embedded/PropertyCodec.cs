using System.Buffers.Binary;
using System.Text;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// Encodes the properties of a row: a version, their number, then kind, name and value of each. Lengths are LEB128, text is UTF-8, numbers
/// are little-endian.
/// </summary>
internal static class PropertyCodec
{
    private const byte Version = 1;
    private const byte TextKind = 1;
    private const byte NumberKind = 2;
    private const byte BytesKind = 3;

    public static byte[] Encode(Row row)
    {
        var size = 1 + SizeOfLength(row.Properties.Count);
        foreach (var (name, value) in row.Properties)
            size += 1 + SizeOfText(name) + SizeOf(value);

        var bytes = new byte[size];
        bytes[0] = Version;
        var rest = bytes.AsSpan(1);
        WriteLength(ref rest, row.Properties.Count);
        foreach (var (name, value) in row.Properties)
        {
            rest[0] = value switch
            {
                string => TextKind,
                long => NumberKind,
                _ => BytesKind,
            };
            rest = rest[1..];
            WriteText(ref rest, name);
            Write(ref rest, value);
        }
        return bytes;
    }

    /// <param name="bytes">The encoded properties.</param>
    /// <param name="into">Receives the properties.</param>
    /// <param name="names">The cache of names.</param>
    /// <param name="wanted">The properties to read, or null for all.</param>
    public static void Decode(ReadOnlySpan<byte> bytes, Row into, PropertyNames names, IReadOnlyCollection<string>? wanted = null)
    {
        if (Take(ref bytes, 1)[0] != Version)
            throw new InvalidDataException($"Row {into.Key} is stored in a form this version does not know.");

        var count = ReadLength(ref bytes);
        for (var i = 0; i < count; i++)
        {
            var kind = Take(ref bytes, 1)[0];
            var name = names.Get(Take(ref bytes, ReadLength(ref bytes)));
            var value = Take(ref bytes, kind == NumberKind ? sizeof(long) : ReadLength(ref bytes));
            if (wanted is not null && !wanted.Contains(name))
                continue;
            into[name] = kind switch
            {
                TextKind => Encoding.UTF8.GetString(value),
                NumberKind => BinaryPrimitives.ReadInt64LittleEndian(value),
                BytesKind => value.ToArray(),
                _ => throw new InvalidDataException($"Row {into.Key} holds a property of a kind this version does not know."),
            };
        }
    }

    private static int SizeOf(object value) =>
        value switch
        {
            string text => SizeOfText(text),
            long => sizeof(long),
            _ => SizeOfLength(((byte[])value).Length) + ((byte[])value).Length,
        };

    private static int SizeOfText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return SizeOfLength(length) + length;
    }

    private static int SizeOfLength(int length)
    {
        var size = 1;
        for (; length > 0x7F; length >>= 7)
            size++;
        return size;
    }

    private static void Write(ref Span<byte> rest, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(ref rest, text);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(rest, number);
                rest = rest[sizeof(long)..];
                break;
            case byte[] bytes:
                WriteLength(ref rest, bytes.Length);
                bytes.CopyTo(rest);
                rest = rest[bytes.Length..];
                break;
        }
    }

    private static void WriteText(ref Span<byte> rest, string text)
    {
        WriteLength(ref rest, Encoding.UTF8.GetByteCount(text));
        rest = rest[Encoding.UTF8.GetBytes(text, rest)..];
    }

    private static void WriteLength(ref Span<byte> rest, int length)
    {
        var i = 0;
        for (; length > 0x7F; length >>= 7)
            rest[i++] = (byte)(length | 0x80);
        rest[i++] = (byte)length;
        rest = rest[i..];
    }

    private static int ReadLength(ref ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var next = Take(ref bytes, 1)[0];
            length |= (next & 0x7F) << shift;
            if (next <= 0x7F)
                return length;
        }
        throw new InvalidDataException("A stored length is too long.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        if ((uint)length > (uint)bytes.Length)
            throw new InvalidDataException("A stored row ends too early.");
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
