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
            "The configured OpenID Connect provider; null when people sign in with links only. Needs no key."
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
            "Start to sign in with the provider",
            """
            Returns the provider's address to open in the browser, and sets the cookies for the way back. The provider then redirects to
            `returnTo` with a session, or to `/sign-in?failed=` with `not-invited`, `invitation-over`, `provider` or `cancelled`. 409 when
            no provider is configured. Needs no key. Requests from other sites are rejected.
            """
        )
        {
            Body = new ApiBody(
                "The invitation to accept, if any, and where to go afterwards.",
                [("application/json", typeof(BeginSignInShape), """{"invitation":"o7h2m9q4x1ab.3kLm9Q…","returnTo":"/grid"}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The provider's address.",
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
    [Description("The part of an invitation link after the #.")]
    public string? Invitation { get; init; }

    [Description("A path on this site. Default: /.")]
    public string? ReturnTo { get; init; }
}
