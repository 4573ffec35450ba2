using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.Events;

/// <summary>
/// Source and id identify an event (CloudEvents 1.0.2 §3.1.1). Keys contain hashes of them: 128 bits as 32 hexadecimal digits.
/// </summary>
public static class EventIdentity
{
    /// <summary>The hash of source and id. Orders events that have the same time.</summary>
    public static string Hash(string source, string id)
    {
        var sourceBytes = Encoding.UTF8.GetByteCount(source);
        var bytes = new byte[4 + sourceBytes + Encoding.UTF8.GetByteCount(id)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, sourceBytes);
        Encoding.UTF8.GetBytes(source, bytes.AsSpan(4));
        Encoding.UTF8.GetBytes(id, bytes.AsSpan(4 + sourceBytes));
        return Short(SHA256.HashData(bytes));
    }

    /// <summary>The hash of a source or an id. The first digits of an id's hash are the event's ref.</summary>
    public static string Hash(string text) => Short(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 16));
}
