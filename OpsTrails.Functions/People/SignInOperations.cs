using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

internal static class SignInOperations
{
    private const string Area = "Sessions";

    public static ApiOperation Get { get; } =
        new(
            "getSignIn",
            Area,
            "Read how to sign in",
            "The provider of OpenID Connect that is configured; null when people sign in by links only. Needs no key."
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The provider.",
                    typeof(Answer<SignInWaysAnswer>),
                    """{"success":true,"data":{"provider":{"name":"Entra ID"}}}"""
                ),
            ],
            NeedsNoKey = true,
        };

    public static ApiOperation Begin { get; } =
        new(
            "beginSignIn",
            Area,
            "Begin to sign in by the provider",
            """
            Gives the provider's address for the browser to go to, and cookies that belong to it. The provider sends the browser back, which then has a session and is at `returnTo`; or at `/sign-in?failed=` with `not-invited`, `invitation-over`,
            `provider` or `cancelled`. 409 when no provider is configured. Needs no key; a page of another site is refused.
            """
        )
        {
            Body = new ApiBody(
                "An invitation to accept, if there is one, and where to go then.",
                [("application/json", typeof(BeginSignInShape), """{"invitation":"o7h2m9q4x1ab.3kLm9Q…","returnTo":"/grid"}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "Where to go.",
                    typeof(Answer<SignInLocationAnswer>),
                    """{"success":true,"data":{"location":"https://login.example.com/authorize?client_id=…"}}"""
                ),
            ],
            Errors = [404, 409, 413, 415],
            NeedsNoKey = true,
        };
}

internal sealed record BeginSignInShape
{
    [Description("What stands behind the # of an invitation.")]
    public string? Invitation { get; init; }

    [Description("A path on this site; / when absent.")]
    public string? ReturnTo { get; init; }
}
