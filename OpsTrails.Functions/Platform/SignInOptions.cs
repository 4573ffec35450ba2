using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Platform;

/// <summary>The provider of OpenID Connect by which people sign in. Without one they come by sign-in links only.</summary>
internal sealed class SignInOptions
{
    private const int NameLength = 60;

    /// <summary>
    /// The provider's issuer, below which <c>/.well-known/openid-configuration</c> is found, such as <c>https://login.microsoftonline.com/&lt;tenant id&gt;/v2.0</c>; http on this machine only.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The id that the provider gave this program; its redirect URI there is <c>&lt;program&gt;/sign-in/callback</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret that belongs to it. Unset: a public client, which PKCE protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How people call the provider, up to 60 characters; stands on the button. Default: your organization's account.</summary>
    public string Name { get; set; } = "your organization's account";

    /// <summary>What is asked for, separated by spaces; openid is among it. Default: openid profile email.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Whether there is a provider.</summary>
    public bool IsConfigured => Authority is not null;

    public string[] ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <returns>The settings that are wrong, each with what it may be.</returns>
    public IEnumerable<(string Setting, string Rule)> FindFaults()
    {
        if (Authority is not null && !(Uri.TryCreate(Authority, UriKind.Absolute, out var url) && IsIssuer(url)))
            yield return (
                "SignIn:Authority",
                "must be the https URL of the provider's issuer, such as https://login.microsoftonline.com/<tenant id>/v2.0; http is for a provider on this machine only"
            );
        if (Authority is not null && string.IsNullOrWhiteSpace(ClientId))
            yield return (
                "SignIn:ClientId",
                "is required together with OpsTrails:SignIn:Authority; the provider gives it when this program is registered there"
            );
        if (Authority is null && ClientId is not null)
            yield return ("SignIn:Authority", "is required together with OpsTrails:SignIn:ClientId; give both, or neither");
        if (Authority is null && ClientSecret is not null)
            yield return ("SignIn:ClientSecret", "is given without OpsTrails:SignIn:Authority; give both, or neither");
        if (ClientSecret is { Length: 0 })
            yield return ("SignIn:ClientSecret", "is empty; give the secret of the client, or leave it out for a public client");
        if (string.IsNullOrWhiteSpace(Name) || TextRules.LengthOf(Name) > NameLength || TextRules.CheckCharacters(Name) is not null)
            yield return ("SignIn:Name", $"must have 1 to {NameLength} characters, none of them a control character");
        if (!ScopeList.Contains("openid", StringComparer.Ordinal))
            yield return ("SignIn:Scopes", "must hold openid, such as openid profile email");
    }

    private static bool IsIssuer(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;
}
