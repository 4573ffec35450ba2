using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>
/// Turns the provider's answer into a session, or into a redirect to the sign-in page with a reason. It never repeats the provider's text,
/// and logs the types of exceptions only.
/// </summary>
internal sealed partial class ProviderEvents(Joining joining, TimeProvider clock, ILogger<ProviderEvents> logger) : OpenIdConnectEvents
{
    public const string IssuerClaim = "iss";

    private const string OrganizationItem = "invitation.organization";
    private const string HashItem = "invitation.hash";

    /// <summary>What the browser carries to the provider and back. It is encrypted, and holds only the hash of an invitation.</summary>
    public static AuthenticationProperties Remember(string returnTo, InvitationToken? invitation)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnTo };
        if (invitation is not null)
        {
            properties.Items[OrganizationItem] = invitation.Organization.Value;
            properties.Items[HashItem] = invitation.Hash;
        }
        return properties;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        if (context.Principal is not { } principal || IdentityOf(principal) is not { } identity)
        {
            Log.NobodyNamed(logger);
            SendBack(http, SignInFailures.Provider);
            return;
        }
        try
        {
            var profile = Profile.Of(
                principal.FindFirstValue("name"),
                principal.FindFirstValue("email"),
                principal.FindFirstValue("preferred_username")
            );
            var (person, failure) = await joining.EnterAsync(identity, profile, InvitationOf(context.Properties), http.RequestAborted);
            if (person is null)
            {
                Log.NotLetIn(logger, failure!);
                SendBack(http, failure!);
                return;
            }
            var now = clock.GetUtcNow();
            await SessionCookie.SignInAsync(http, Session.Begin(person, now), now);
            http.Response.Redirect(context.ReturnUri ?? "/");
        }
        catch (StorageUnavailableException e)
        {
            Log.StoreDown(logger, e);
            SendBack(http, SignInFailures.Provider);
        }
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        Log.Cancelled(logger);
        context.HandleResponse();
        SendBack(context.HttpContext, SignInFailures.Cancelled);
        return Task.CompletedTask;
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        Log.Failed(logger, context.Failure is { } failure ? PlainException.KindsOf(failure) : "");
        context.HandleResponse();
        SendBack(context.HttpContext, SignInFailures.Provider);
        return Task.CompletedTask;
    }

    private static void SendBack(HttpContext context, string failure) =>
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?failed={failure}");

    private static ProviderIdentity? IdentityOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(IssuerClaim) is { Length: > 0 } issuer
        && principal.FindFirstValue("sub") is { Length: > 0 and <= 255 } subject
            ? new ProviderIdentity(issuer, subject)
            : null;

    private static (OrganizationId Organization, string Hash)? InvitationOf(AuthenticationProperties? properties) =>
        properties?.Items.TryGetValue(HashItem, out var hash) == true
        && hash is not null
        && OrganizationId.TryParse(properties.Items[OrganizationItem], out var organization)
            ? (organization, hash)
            : null;

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Information, "A person signed in at the provider but was not admitted: {Failure}")]
        public static partial void NotLetIn(ILogger logger, string failure);

        [LoggerMessage(3302, LogLevel.Information, "A sign-in was cancelled at the provider")]
        public static partial void Cancelled(ILogger logger);

        [LoggerMessage(3303, LogLevel.Warning, "Signing in with the provider failed: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(3304, LogLevel.Warning, "The provider's tokens have no issuer or no subject")]
        public static partial void NobodyNamed(ILogger logger);

        [LoggerMessage(3305, LogLevel.Warning, "Signing in with the provider failed because storage is unavailable")]
        public static partial void StoreDown(ILogger logger, Exception e);
    }
}
