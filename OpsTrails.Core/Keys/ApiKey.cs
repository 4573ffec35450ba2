using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.Keys;

/// <summary>
/// The secret that a client sends: <c>ot_</c>, 43 characters for 256 random bits, and a checksum of 6 characters. The checksum rejects
/// made-up keys without a read from storage. Clients of the hosted product may use the prefix <c>otr_</c>.
/// </summary>
public sealed class ApiKey
{
    public const string Prefix = "ot_";

    private const string OtherPrefix = "otr_";
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int DisplayedLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ApiKey(string secretAndChecksum) => SecretAndChecksum = secretAndChecksum;

    private string SecretAndChecksum { get; }

    /// <summary>SHA-256 of the secret in 64 hexadecimal digits. Only this is stored.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(SecretAndChecksum)));

    /// <summary>The first characters. People recognize the key by them in a list.</summary>
    public string Displayed => Prefix + SecretAndChecksum[..DisplayedLength];

    /// <summary>The key itself. Shown once, at creation.</summary>
    public string Reveal() => Prefix + SecretAndChecksum;

    public override string ToString() => Displayed + "…";

    public static ApiKey New()
    {
        var secret = Base62(RandomNumberGenerator.GetBytes(32), SecretLength);
        return new ApiKey(secret + ChecksumOf(secret));
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        var body =
            text.StartsWith(OtherPrefix, StringComparison.Ordinal) ? text[OtherPrefix.Length..]
            : text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..]
            : "";
        if (body.Length != SecretLength + ChecksumLength || !body.All(char.IsAsciiLetterOrDigit))
            return false;
        if (ChecksumOf(body[..SecretLength]) != body[SecretLength..])
            return false;
        key = new ApiKey(body);
        return true;
    }

    private static string ChecksumOf(string secret) =>
        Base62(SHA256.HashData(Encoding.ASCII.GetBytes("checksum:" + secret)).AsSpan(0, 4), ChecksumLength);

    private static string Base62(ReadOnlySpan<byte> bytes, int length)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new char[length];
        for (var i = length - 1; i >= 0; i--)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out var digit);
            text[i] = Alphabet[(int)digit];
        }
        return new string(text);
    }
}
