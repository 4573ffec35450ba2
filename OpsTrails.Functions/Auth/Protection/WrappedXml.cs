using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace OpsTrails.Functions.Auth.Protection;

/// <summary>Encrypts the secret part of a data protection key with AES-GCM and <see cref="ProtectionSecret"/>.</summary>
internal sealed class XmlWrapper(ProtectionSecret secret) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(
            new XElement(
                XmlUnwrapper.Element,
                Convert.ToBase64String(secret.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))
            ),
            typeof(XmlUnwrapper)
        );
}

/// <summary>Decrypts it. Data protection creates this class by its name in the XML, hence the constructor.</summary>
internal sealed class XmlUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public static readonly XName Element = "wrapped";

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(
            Encoding.UTF8.GetString(
                services.GetRequiredService<ProtectionSecret>().Unwrap(Convert.FromBase64String(encryptedElement.Value))
            )
        );
}
