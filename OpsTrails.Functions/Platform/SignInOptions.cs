using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Platform;

/// <summary>The OpenID Connect provider that people sign in with. Default: none, so people sign in with one-time links only.</summary>
internal sealed class SignInOptions
{
    private const int MaxNameLength = 60;

    /// <summary>
    /// The provider's issuer, such as <c>https://login.microsoftonline.com/&lt;tenant id&gt;/v2.0</c>. It serves
    /// <c>/.well-known/openid-configuration</c>. http is for a provider on this machine only.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>
    /// The client id that the provider assigned. Register the redirect URI <c>&lt;program&gt;/sign-in/callback</c> there.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret. Default: none, for a public client with PKCE.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Name of the provider on the sign-in button, 1 to 60 characters. Default: your organization's account.</summary>
    public string Name { get; set; } = "your organization's account";

    /// <summary>Requested scopes, separated by spaces and including openid. Default: openid profile email.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Whether there is a provider.</summary>
    public bool IsConfigured => Authority is not null;

    public string[] ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (Authority is not null && !(Uri.TryCreate(Authority, UriKind.Absolute, out var url) && IsIssuer(url)))
            yield return (
                "SignIn:Authority",
                "must be the https URL of the provider's issuer, such as https://login.microsoftonline.com/<tenant id>/v2.0. "
                    + "Use http for a provider on this machine only"
            );
        if (Authority is not null && string.IsNullOrWhiteSpace(ClientId))
            yield return (
                "SignIn:ClientId",
                "is required with OpsTrails:SignIn:Authority. The provider assigns it when you register this program"
            );
        if (Authority is null && ClientId is not null)
            yield return ("SignIn:Authority", "is required with OpsTrails:SignIn:ClientId. Set both or neither");
        if (Authority is null && ClientSecret is not null)
            yield return ("SignIn:ClientSecret", "is set without OpsTrails:SignIn:Authority. Set both or neither");
        if (ClientSecret is { Length: 0 })
            yield return ("SignIn:ClientSecret", "is empty. Set the client's secret, or remove the setting for a public client");
        if (KeyVaultReference.IsUnresolved(ClientSecret))
            yield return ("SignIn:ClientSecret", KeyVaultReference.Problem);
        if (string.IsNullOrWhiteSpace(Name) || TextRules.LengthOf(Name) > MaxNameLength || TextRules.CheckCharacters(Name) is not null)
            yield return ("SignIn:Name", $"must have 1 to {MaxNameLength} characters and no control characters");
        if (!ScopeList.Contains("openid", StringComparer.Ordinal))
            yield return ("SignIn:Scopes", "must include openid, such as openid profile email");
    }

    private static bool IsIssuer(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;
}
