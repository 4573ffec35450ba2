using System.Security.Claims;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>The caller of a request: an API key, a signed-in person or the holder of the setup token.</summary>
internal sealed record Caller(OrganizationId Organization, KeyScope Scope, string? KeyId, string? PersonId = null)
{
    public const string SetupTokenName = "setup-token";

    /// <summary>Finds the key again; null when the caller isn't a key.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The session of a person; null when the caller isn't one.</summary>
    public Session? Session { get; init; }

    public bool IsSetupToken => KeyId is null && PersonId is null;

    /// <summary>Names the caller in what it creates and in the audit log.</summary>
    public string Name =>
        PersonId is not null ? "person:" + PersonId
        : KeyId is not null ? "key:" + KeyId
        : SetupTokenName;

    /// <summary>The caller at an endpoint open to anyone; null without valid credentials.</summary>
    public static Caller? FindOf(HttpContext context) => context.Features.Get<Caller>();

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request has no authenticated caller.");

    /// <summary>The caller of a principal, for code without an <see cref="HttpContext"/>.</summary>
    public static Caller Of(ClaimsPrincipal? principal) =>
        principal?.Identities.OfType<Identity>().FirstOrDefault()?.Caller
        ?? throw new InvalidOperationException("The request has no authenticated caller.");

    public ClaimsPrincipal ToPrincipal() => new(new Identity(this));

    private sealed class Identity(Caller caller)
        : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Name)], ApiKeyAuthentication.Scheme)
    {
        public Caller Caller { get; } = caller;
    }
}

/// <summary>Marks an endpoint that is open to anyone and gives authenticated callers more. There, an invalid key isn't an error.</summary>
internal sealed class ShowsMoreToCallers;
