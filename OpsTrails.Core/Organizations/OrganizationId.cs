using System.Security.Cryptography;

namespace OpsTrails.Core.Organizations;

/// <summary>Identifies an organization in every key: 4 to 24 lower-case letters and digits.</summary>
public readonly record struct OrganizationId
{
    private readonly string? _value;

    private OrganizationId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("The organization id was never set.");

    public static bool TryParse(string? text, out OrganizationId id)
    {
        var valid = text is { Length: >= 4 and <= 24 } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
        id = valid ? new OrganizationId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not an organization id.</exception>
    public static OrganizationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An organization id has 4 to 24 lower-case letters and digits.");

    public static OrganizationId New() => new("o" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11));

    public override string ToString() => Value;
}
