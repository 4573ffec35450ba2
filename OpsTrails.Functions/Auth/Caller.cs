using System.Security.Claims;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>Who makes a request: an API key, a person who is signed in, or the holder of the setup token.</summary>
internal sealed record Caller(OrganizationId Organization, KeyScope Scope, string? KeyId, string? PersonId = null)
{
    public const string SetupTokenName = "setup-token";

    /// <summary>By which the key can be looked up again; null for who has none.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The session of a person; null for who has none.</summary>
    public Session? Session { get; init; }

    public bool IsSetupToken => KeyId is null && PersonId is null;

    /// <summary>How the caller is named where it is remembered what it made.</summary>
    public string Name =>
        PersonId is not null ? "person:" + PersonId
        : KeyId is not null ? "key:" + KeyId
        : SetupTokenName;

    /// <summary>The caller of an endpoint that anyone may use; null for anyone.</summary>
    public static Caller? FindOf(HttpContext context) => context.Features.Get<Caller>();

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is reached without an authenticated caller.");

    /// <summary>The caller of a principal, where there is no request at hand.</summary>
    public static Caller Of(ClaimsPrincipal? principal) =>
        principal?.Identities.OfType<Identity>().FirstOrDefault()?.Caller
        ?? throw new InvalidOperationException("This is reached without an authenticated caller.");

    public ClaimsPrincipal ToPrincipal() => new(new Identity(this));

    private sealed class Identity(Caller caller)
        : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Name)], ApiKeyAuthentication.Scheme)
    {
        public Caller Caller { get; } = caller;
    }
}

/// <summary>Marks an endpoint that answers anyone, and callers with a key of their own more. A key that does not do is no error there.</summary>
internal sealed class TellsCallersMore;
