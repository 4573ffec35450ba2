using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Auth;

internal static class KeyOperations
{
    private const string Area = "Keys";

    private const string Listed = """
        {"id":"k7h2m9q4x1ab","name":"ci","scope":"READ_WRITE","prefix":"ot_3kLm9Q","createdAt":"2026-11-23T09:00:00.000Z","expiresAt":null,"creator":"setup-token","lastUsedAt":null,"revokedAt":null,"mcpCalls":0}
        """;

    public static ApiOperation Issue { get; } =
        new(
            "issueKey",
            Area,
            "Make a key",
            "The key itself is in this answer and never again. Needs a key of scope ADMIN, a person with such a role, or the setup token."
        )
        {
            Body = new ApiBody(
                "The key that is wanted.",
                [("application/json", typeof(KeyRequestShape), """{"name":"ci","scope":"READ_WRITE","expiresAt":null}""")]
            ),
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The key.",
                    typeof(Answer<IssuedKeyAnswer>),
                    """{"success":true,"data":{"id":"k7h2m9q4x1ab","name":"ci","scope":"READ_WRITE","prefix":"ot_3kLm9Q","key":"ot_3kLm9Q…","createdAt":"2026-11-23T09:00:00.000Z","expiresAt":null}}"""
                ),
            ],
            Errors = [413, 415],
        };

    public static ApiOperation List { get; } =
        new(
            "listKeys",
            Area,
            "List the keys",
            "Newest first, revoked ones too. Needs a key of scope ADMIN, a person with such a role, or the setup token."
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
            "It stops working within 10 seconds on every instance. Needs a key of scope ADMIN, a person with such a role, or the setup token."
        )
        {
            Parameters = [new ApiParameter("id", "The key's id.") { Place = ParameterPlace.Path, Example = "k7h2m9q4x1ab" }],
            Answers =
            [
                new ApiAnswer(200, "The key as it is now.", typeof(Answer<KeyAnswer>), $$$$"""{"success":true,"data":{{{{Listed}}}}}"""),
            ],
            Errors = [404],
        };
}

internal sealed record KeyRequestShape(string Name, [property: Description("READ_ONLY, READ_WRITE or ADMIN.")] string Scope)
{
    [Description("A time with a zone in the future; null for never.")]
    public string? ExpiresAt { get; init; }
}
