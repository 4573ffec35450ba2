using Microsoft.AspNetCore.Authentication.Cookies;
using OpsTrails.Core.Input;
using OpsTrails.Core.People;
using OpsTrails.Functions.People.Rows;

namespace OpsTrails.Functions.Auth;

/// <summary>Accepts a cookie only while the person's row admits its session.</summary>
internal sealed class SessionEvents(PeopleStore people, TimeProvider clock) : CookieAuthenticationEvents
{
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromHours(1);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var session = SessionCookie.Read(context.Principal!);
        var person = await people.FindAsync(session.Organization, session.PersonId, context.HttpContext.RequestAborted);
        if (person?.Admits(session, clock.GetUtcNow()) != true)
        {
            context.RejectPrincipal();
            context.ShouldRenew = false;
            return;
        }
        var pauseEnds = context.Properties.ExpiresUtc is { } end ? Timestamp.From(end) : Timestamp.MaxValue;
        context.HttpContext.Features.Set(new SignedIn(person, session, Timestamp.Min(pauseEnds, session.EndsAt)));
    }

    /// <summary>Renews the cookie once an hour, so that almost <see cref="Session.IdleTimeout"/> may pass after any request.</summary>
    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        context.ShouldRenew = context.ElapsedTime >= RenewedAfter;
        return Task.CompletedTask;
    }
}
