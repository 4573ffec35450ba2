using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsTrails.Functions.Tests.Fixtures;

internal static class TestCertificate
{
    /// <summary>A self-signed certificate of a host, valid for a day.</summary>
    public static X509Certificate2 For(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
