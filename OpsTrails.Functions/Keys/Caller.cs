using System.Security.Claims;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Keys;

/// <summary>Who makes a request: an API key, or the holder of the setup token.</summary>
internal sealed record Caller(OrganizationId Organization, KeyScope Scope, string? KeyId)
{
    public const string SetupTokenName = "setup-token";

    /// <summary>How the caller is named where it is remembered what it made.</summary>
    public string Name => KeyId is null ? SetupTokenName : "key:" + KeyId;

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is reached without an authenticated caller.");

    /// <summary>The caller of a principal, where there is no request at hand.</summary>
    public static Caller Of(ClaimsPrincipal? principal) =>
        principal?.Identities.OfType<Identity>().FirstOrDefault()?.Caller ?? throw new InvalidOperationException("This is reached without an authenticated caller.");

    public ClaimsPrincipal ToPrincipal() => new(new Identity(this));

    private sealed class Identity(Caller caller) : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Name)], ApiKeyAuthentication.Scheme)
    {
        public Caller Caller { get; } = caller;
    }
}
