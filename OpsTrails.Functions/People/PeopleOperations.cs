using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

internal static class PeopleOperations
{
    private const string Area = "People";

    private const string Somebody = """
        {"id":"p7h2m9q4x1ab","name":"Ada","email":"ada@example.com","role":"MEMBER","createdAt":"2026-11-23T09:00:00.000Z",
        "lastSignInAt":"2026-11-23T09:00:00.000Z","via":"openid"}
        """;

    public static ApiOperation List { get; } =
        new("listPeople", Area, "List the people", "In the order in which they joined. Needs a signed-in person, or a key of scope ADMIN.")
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
            Takes effect within 10 seconds on every instance. Administrators and keys of scope ADMIN can set the roles VIEWER, MEMBER and
            ADMIN. Only owners can make someone an owner, or change an owner's role. The last owner can't be changed (409).
            """
        )
        {
            Parameters = [Id, SessionOperations.Antiforgery],
            Body = new ApiBody("The new role.", [("application/json", typeof(RoleShape), """{"role":"VIEWER"}""")]),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The changed person.",
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
            Ends all sessions and streams of the person within 10 seconds on every instance. Signed-in people can remove themselves.
            Administrators and keys of scope ADMIN can remove others, but only owners can remove owners. The last owner can't be removed
            (409).
            """
        )
        {
            Parameters = [Id, SessionOperations.Antiforgery],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The removed person.",
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
