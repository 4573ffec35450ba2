using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

internal static class InvitationOperations
{
    private const string Area = "People";

    private const string Listed = """
        "id":"i3f9a0c1d2e4b5a67","role":"MEMBER","note":"for Ada","createdAt":"2026-11-23T09:00:00.000Z","createdBy":"person:p7h2m9q4x1ab",
        "expiresAt":"2026-11-30T09:00:00.000Z","acceptedBy":null,"acceptedAt":null,"revokedAt":null
        """;

    public static ApiOperation List { get; } =
        new(
            "listInvitations",
            Area,
            "List the invitations",
            "Newest first, including expired, accepted and revoked ones. Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The invitations.",
                    typeof(ListAnswer<InvitationAnswer>),
                    $$"""{"success":true,"data":[{ {{Listed}} }],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation Make { get; } =
        new(
            "makeInvitation",
            Area,
            "Create an invitation",
            """
            Creates a link with which one person signs in with the provider and joins in this role. Only this answer contains the link.
            Needs the role ADMIN or OWNER, or a key of scope ADMIN. Only owners can invite owners. 409 when no provider is configured.
            """
        )
        {
            Parameters = [SessionOperations.Antiforgery],
            Body = new ApiBody(
                "The invitation to create.",
                [("application/json", typeof(InvitationRequestShape), """{"role":"MEMBER","note":"for Ada","expiresAt":null}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The invitation.",
                    typeof(Answer<MadeInvitationAnswer>),
                    $$$$"""{"success":true,"data":{ {{{{Listed}}}},"url":"https://ops.example.com/invitation#o7h2m9q4x1ab.3kLm9Q…" }}"""
                ),
            ],
            Errors = [409, 413, 415],
        };

    public static ApiOperation Revoke { get; } =
        new(
            "revokeInvitation",
            Area,
            "Revoke an invitation",
            "The link stops working. 409 when it was already accepted. Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Parameters =
            [
                new ApiParameter("id", "The invitation's id.") { Place = ParameterPlace.Path, Example = "i3f9a0c1d2e4b5a67" },
                SessionOperations.Antiforgery,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The revoked invitation.",
                    typeof(Answer<InvitationAnswer>),
                    $$$$"""{"success":true,"data":{ {{{{Listed}}}} }}"""
                ),
            ],
            Errors = [404, 409],
        };

    public static ApiOperation Inspect { get; } =
        new(
            "inspectInvitation",
            Area,
            "Inspect an invitation",
            "Reads an invitation by its link without accepting it. 404 when it has expired, was accepted or was revoked. Needs no key."
        )
        {
            Body = new ApiBody(
                "The part of the link after the #.",
                [("application/json", typeof(SignInShape), """{"token":"o7h2m9q4x1ab.3kLm9Q…"}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The invitation.",
                    typeof(Answer<InspectedInvitationAnswer>),
                    """{"success":true,"data":{"organization":"Shop","role":"MEMBER","expiresAt":"2026-11-30T09:00:00.000Z"}}"""
                ),
            ],
            Errors = [404, 413, 415],
            NeedsNoKey = true,
        };
}

internal sealed record InvitationRequestShape([property: Description("VIEWER, MEMBER, ADMIN or OWNER.")] string Role)
{
    [Description("A note for readers of the list, up to 100 characters.")]
    public string? Note { get; init; }

    [Description("A time with a time zone, at most 30 days ahead. Default: in 7 days.")]
    public string? ExpiresAt { get; init; }
}
