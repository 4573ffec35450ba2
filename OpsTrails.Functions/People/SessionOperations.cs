using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

internal static class SessionOperations
{
    private const string Area = "Sessions";

    private const string SomeSession = """
        {"success":true,"data":{"person":{"id":"p7h2m9q4x1ab","name":"Owner"},"organization":{"id":"o7h2m9q4x1ab","name":"Shop"},
        "role":"OWNER","antiforgeryToken":"5d0c…","expiresAt":"2026-11-23T21:00:00.000Z"}}
        """;

    public static ApiOperation MakeLink { get; } =
        new(
            "makeSignInLink",
            Area,
            "Create a sign-in link",
            "The link signs the owner in once, within 15 minutes. Needs the setup token; keys and sessions aren't accepted."
        )
        {
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The link.",
                    typeof(Answer<SignInLinkAnswer>),
                    """{"success":true,"data":{"url":"https://ops.example.com/sign-in#3kLm9Q…","expiresAt":"2026-11-23T09:15:00.000Z"}}"""
                ),
            ],
        };

    public static ApiOperation SignIn { get; } =
        new(
            "signIn",
            Area,
            "Sign in",
            """
            Exchanges the token of a sign-in link for a session in a cookie that scripts can't read. A session ends 12 hours after its last
            request, and 7 days after it started. Its cookie is renewed once an hour. Needs no key. Requests from other sites are rejected.
            """
        )
        {
            Body = new ApiBody("The part of the link after the #.", [("application/json", typeof(SignInShape), """{"token":"3kLm9Q…"}""")]),
            Answers = [new ApiAnswer(201, "The session; the cookie is in `Set-Cookie`.", typeof(Answer<SessionAnswer>), SomeSession)],
            Errors = [413, 415],
            NeedsNoKey = true,
        };

    public static ApiOperation Get { get; } =
        new(
            "getSession",
            Area,
            "Read the session",
            "The signed-in person, and the token for the header `X-OpsTrails-Antiforgery`, which every change by cookie needs."
        )
        {
            Answers = [new ApiAnswer(200, "The session.", typeof(Answer<SessionAnswer>), SomeSession)],
        };

    public static ApiOperation SignOut { get; } =
        new(
            "signOut",
            Area,
            "Sign out",
            "Ends this session. Its cookie, and any copy of it, stops working within 10 seconds on every instance."
        )
        {
            Parameters = [Antiforgery],
            Answers =
            [
                new ApiAnswer(200, "Signed out.", typeof(Answer<SignedOutAnswer>), """{"success":true,"data":{"everywhere":false}}"""),
            ],
        };

    public static ApiOperation SignOutEverywhere { get; } =
        new("signOutEverywhere", Area, "Sign out everywhere", "Ends all sessions of the person within 10 seconds on every instance.")
        {
            Parameters = [Antiforgery],
            Answers =
            [
                new ApiAnswer(200, "Signed out.", typeof(Answer<SignedOutAnswer>), """{"success":true,"data":{"everywhere":true}}"""),
            ],
        };

    public static ApiParameter Antiforgery =>
        new("X-OpsTrails-Antiforgery", "The session's token.") { Component = "Antiforgery", Place = ParameterPlace.Header };
}

internal sealed record SignInShape(string Token);
