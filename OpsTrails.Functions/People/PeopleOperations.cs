using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

internal static class PeopleOperations
{
    private const string Area = "People";

    private const string Somebody = """
        {"id":"p7h2m9q4x1ab","name":"Ada","email":"ada@example.com","role":"MEMBER","createdAt":"2026-11-23T09:00:00.000Z","lastSignInAt":"2026-11-23T09:00:00.000Z","via":"openid"}
        """;

    public static ApiOperation List { get; } =
        new(
            "listPeople",
            Area,
            "List the people",
            "In the order in which they came. For whoever is signed in, and for keys of scope ADMIN."
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The people.",
                    typeof(ListAnswer<TeamPersonAnswer>),
                    $$$$"""{"success":true,"data":[{{{{Somebody}}}}],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation ChangeRole { get; } =
        new(
            "changeRole",
            Area,
            "Change a role",
            """
            It counts within 10 seconds on every instance. Administrators, and keys of scope ADMIN, give the roles VIEWER, MEMBER and ADMIN; only owners make owners and lower them. 409 for the last owner.
            """
        )
        {
            Parameters = [Id, SessionOperations.Antiforgery],
            Body = new ApiBody("The role that is wanted.", [("application/json", typeof(RoleShape), """{"role":"VIEWER"}""")]),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The person as it is now.",
                    typeof(Answer<TeamPersonAnswer>),
                    $$$$"""{"success":true,"data":{{{{Somebody}}}}}"""
                ),
            ],
            Errors = [404, 409, 413, 415],
        };

    public static ApiOperation Remove { get; } =
        new(
            "removePerson",
            Area,
            "Remove a person",
            """
            Ends all their sessions and streams within 10 seconds on every instance. Whoever is signed in may go by themself; administrators, and keys of scope ADMIN, remove others, owners only by owners. 409 for the last owner.
            """
        )
        {
            Parameters = [Id, SessionOperations.Antiforgery],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The person as it was.",
                    typeof(Answer<TeamPersonAnswer>),
                    $$$$"""{"success":true,"data":{{{{Somebody}}}}}"""
                ),
            ],
            Errors = [404, 409],
        };

    private static ApiParameter Id =>
        new("id", "The person's id.")
        {
            Component = "PersonId",
            Place = ParameterPlace.Path,
            Example = "p7h2m9q4x1ab",
        };
}

internal sealed record RoleShape([property: Description("VIEWER, MEMBER, ADMIN or OWNER.")] string Role);
