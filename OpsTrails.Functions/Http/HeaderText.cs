using System.Text;
using System.Text.Unicode;

namespace OpsTrails.Functions.Http;

/// <summary>
/// Decodes request headers. The server's default refuses a header that isn't UTF-8 with an empty 400, but Node's fetch and Python's
/// requests send text in Latin-1.
/// </summary>
internal static class HeaderText
{
    /// <summary>Attributes of events. They are data, so a wrong one must be refused by name and not guessed at.</summary>
    public const string AttributePrefix = "ce-";

    private static readonly Encoding Utf8OrLatin1 = Encoding.GetEncoding(
        Encoding.UTF8.WebName,
        EncoderFallback.ReplacementFallback,
        new Latin1Fallback()
    );

    /// <summary>Attributes stay as they came, a character for each byte, for <see cref="BytesOf"/>.</summary>
    public static Encoding EncodingOf(string header) =>
        header.StartsWith(AttributePrefix, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Utf8OrLatin1;

    /// <returns>The bytes of an attribute's header; null when they aren't UTF-8.</returns>
    public static byte[]? BytesOf(string attribute)
    {
        var bytes = Encoding.Latin1.GetBytes(attribute);
        return Utf8.IsValid(bytes) ? bytes : null;
    }

    /// <summary>Reads each byte that can't be UTF-8 as a character of Latin-1.</summary>
    private sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Latin1Buffer();
    }

    private sealed class Latin1Buffer : DecoderFallbackBuffer
    {
        private byte[] _bytes = [];
        private int _next;

        public override int Remaining => _bytes.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_bytes, _next) = (bytesUnknown, 0);
            return bytesUnknown.Length > 0;
        }

        public override char GetNextChar() => _next < _bytes.Length ? (char)_bytes[_next++] : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0)
                return false;
            _next--;
            return true;
        }

        public override void Reset() => (_bytes, _next) = ([], 0);
    }
}
