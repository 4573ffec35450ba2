using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>The person who makes a request, by the session of its cookie.</summary>
/// <param name="Person">Who.</param>
/// <param name="Session">The session.</param>
/// <param name="ExpiresAt">When the session ends unless it is used, in UTC ticks.</param>
internal sealed record SignedIn(Person Person, Session Session, long ExpiresAt)
{
    public static SignedIn Of(HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("This endpoint is reached without a session.");
}
