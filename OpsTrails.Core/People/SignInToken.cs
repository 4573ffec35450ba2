using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.People;

/// <summary>The secret of a sign-in link: 256 random bits in 43 characters.</summary>
public sealed class SignInToken
{
    private const int Bytes = 32;
    private const int Length = 43;

    private readonly string _text;

    private SignInToken(string text) => _text = text;

    /// <summary>How long a sign-in link is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>SHA-256 of the token in 64 hexadecimal digits. Only this is stored.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(_text)));

    /// <summary>The token itself.</summary>
    public string Reveal() => _text;

    public override string ToString() => "a sign-in token";

    public static SignInToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    public static bool TryParse(string text, [NotNullWhen(true)] out SignInToken? token)
    {
        var valid = text.Length == Length && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        token = valid ? new SignInToken(text) : null;
        return valid;
    }
}
