using System.Security.Claims;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Keys;

/// <summary>Who makes a request: an API key, a person who is signed in, or the holder of the setup token.</summary>
internal sealed record Caller(OrganizationId Organization, KeyScope Scope, string? KeyId, string? PersonId = null)
{
    public const string SetupTokenName = "setup-token";

    public bool IsSetupToken => KeyId is null && PersonId is null;

    /// <summary>How the caller is named where it is remembered what it made.</summary>
    public string Name => PersonId is not null ? "person:" + PersonId : KeyId is not null ? "key:" + KeyId : SetupTokenName;

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is reached without an authenticated caller.");

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Name)], ApiKeyAuthentication.Scheme));
}
