using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>A profile from a provider, cleaned so that it is safe to show to others.</summary>
public sealed record Profile(string Name, string? Email)
{
    public const int NameLength = 100;

    /// <summary>RFC 5321 §4.5.3.1.3.</summary>
    public const int EmailLength = 254;

    private const string Nameless = "Somebody";

    /// <summary>Uses the claims of OpenID Connect Core 1.0 §5.1. Any of them can be missing.</summary>
    public static Profile Of(string? name, string? email, string? preferredUsername)
    {
        var cleanEmail = Clean(email, EmailLength);
        return new Profile(
            Clean(name, NameLength) ?? Clean(preferredUsername, NameLength) ?? Clean(email, NameLength) ?? Nameless,
            cleanEmail
        );
    }

    private static string? Clean(string? text, int maxLength) =>
        text is null ? null
        : FreeText.Clean(text, maxLength).Trim() is { Length: > 0 } clean ? clean
        : null;
}
