using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.People;

/// <summary>Who somebody is to a provider of OpenID Connect: the one pair that never changes and is never given to somebody else (Core 1.0 §5.7).</summary>
public sealed record ProviderIdentity(string Issuer, string Subject)
{
    /// <summary>SHA-256 over both in 64 hexadecimal digits. No issuer holds a line feed, so different pairs give different texts.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Issuer + "\n" + Subject)));
}
