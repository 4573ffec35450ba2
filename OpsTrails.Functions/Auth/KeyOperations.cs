using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Auth;

internal static class KeyOperations
{
    private const string Area = "Keys";

    private const string Listed = """
        {"id":"k7h2m9q4x1ab","name":"ci","scope":"READ_WRITE","prefix":"ot_3kLm9Q","createdAt":"2026-11-23T09:00:00.000Z","expiresAt":null,
        "creator":"setup-token","lastUsedAt":null,"revokedAt":null,"mcpCalls":0}
        """;

    public static ApiOperation Issue { get; } =
        new(
            "issueKey",
            Area,
            "Create a key",
            "Only this answer contains the key itself. Needs the role ADMIN or OWNER, a key of scope ADMIN, or the setup token."
        )
        {
            Body = new ApiBody(
                "The key to create.",
                [("application/json", typeof(KeyRequestShape), """{"name":"ci","scope":"READ_WRITE","expiresAt":null}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The key.",
                    typeof(Answer<IssuedKeyAnswer>),
                    """
                    {"success":true,"data":{"id":"k7h2m9q4x1ab","name":"ci","scope":"READ_WRITE","prefix":"ot_3kLm9Q",
                    "key":"ot_3kLm9Q…","createdAt":"2026-11-23T09:00:00.000Z","expiresAt":null}}
                    """
                ),
            ],
            Errors = [413, 415],
        };

    public static ApiOperation List { get; } =
        new(
            "listKeys",
            Area,
            "List the keys",
            "Newest first, including revoked keys. Needs the role ADMIN or OWNER, a key of scope ADMIN, or the setup token."
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The keys.",
                    typeof(ListAnswer<KeyAnswer>),
                    $$$$"""{"success":true,"data":[{{{{Listed}}}}],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation Revoke { get; } =
        new(
            "revokeKey",
            Area,
            "Revoke a key",
            "The key stops working within 10 seconds on every instance. "
                + "Needs the role ADMIN or OWNER, a key of scope ADMIN, or the setup token."
        )
        {
            Parameters = [new ApiParameter("id", "The key's id.") { Place = ParameterPlace.Path, Example = "k7h2m9q4x1ab" }],
            Answers = [new ApiAnswer(200, "The revoked key.", typeof(Answer<KeyAnswer>), $$$$"""{"success":true,"data":{{{{Listed}}}}}""")],
            Errors = [404],
        };
}

internal sealed record KeyRequestShape(string Name, [property: Description("READ_ONLY, READ_WRITE or ADMIN.")] string Scope)
{
    [Description("When the key expires: a future time with a time zone; null for never.")]
    public string? ExpiresAt { get; init; }
}
