using OpsTrails.Core.Input;
using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>The person who makes a request, found by the session cookie.</summary>
/// <param name="Person">The person.</param>
/// <param name="Session">The session.</param>
/// <param name="ExpiresAt">When the session ends if it isn't used.</param>
internal sealed record SignedIn(Person Person, Session Session, Timestamp ExpiresAt)
{
    public static SignedIn Of(HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("The request has no session.");
}
