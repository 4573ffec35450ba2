using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Auth.Protection;

/// <summary>
/// Derives from <c>OpsTrails:ProtectionSecret</c> a key that wraps other keys, and a name that reveals nothing about the secret.
/// </summary>
internal sealed class ProtectionSecret
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[]? _key;

    public ProtectionSecret(IOptions<OpsTrailsOptions> options)
    {
        if (options.Value.ProtectionSecret is not { } secret)
            return;
        var bytes = Encoding.UTF8.GetBytes(secret);
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: "OpsTrails cookie protection: wrapping"u8.ToArray());
        Name = Convert.ToHexStringLower(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 8, info: "OpsTrails cookie protection: name"u8.ToArray())
        );
    }

    public bool IsSet => _key is not null;

    public string Name { get; } = "plain";

    public byte[] Wrap(byte[] plain)
    {
        var wrapped = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = Cipher();
        gcm.Encrypt(nonce, plain, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes));
        return wrapped;
    }

    /// <exception cref="CryptographicException">The data was wrapped with another secret, or was changed.</exception>
    public byte[] Unwrap(byte[] wrapped)
    {
        if (wrapped.Length < NonceBytes + TagBytes)
            throw new CryptographicException("A wrapped key is too short.");
        var plain = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var gcm = Cipher();
        gcm.Decrypt(wrapped.AsSpan(0, NonceBytes), wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }

    private AesGcm Cipher() =>
        new(_key ?? throw new CryptographicException("The setting OpsTrails:ProtectionSecret is missing."), TagBytes);
}
