using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.People;

/// <summary>
/// A person's identity at an OpenID Connect provider. Only issuer and subject together are stable and never reassigned (Core 1.0 §5.7).
/// </summary>
public sealed record ProviderIdentity(string Issuer, string Subject)
{
    /// <summary>
    /// SHA-256 of both in 64 hexadecimal digits. Issuers can't contain a line feed, so different pairs have different hashes.
    /// </summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Issuer + "\n" + Subject)));
}
