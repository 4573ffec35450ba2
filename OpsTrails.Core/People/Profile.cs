using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>What a provider says of somebody, made safe to be shown to others.</summary>
public sealed record Profile(string Name, string? Email)
{
    public const int NameLength = 100;

    /// <summary>RFC 5321 §4.5.3.1.3.</summary>
    public const int EmailLength = 254;

    private const string Nameless = "Somebody";

    /// <summary>The claims of OpenID Connect Core 1.0 §5.1; any of them may be missing.</summary>
    public static Profile Of(string? name, string? email, string? preferredUsername)
    {
        var cleanEmail = Clean(email, EmailLength);
        return new Profile(
            Clean(name, NameLength) ?? Clean(preferredUsername, NameLength) ?? Clean(email, NameLength) ?? Nameless,
            cleanEmail
        );
    }

    private static string? Clean(string? text, int most) =>
        text is null ? null
        : FreeText.Clean(text, most).Trim() is { Length: > 0 } clean ? clean
        : null;
}
