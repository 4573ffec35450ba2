using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Organizations;

internal static class OrganizationOperations
{
    private const string Area = "Organization";
    private const string SomeSettings = """
        {"name":"Shop","ladders":[["DEV","STAGING","PRODUCTION"]],"timeZone":"Europe/Warsaw",
        "businessHours":{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"17:00"},"retentionDays":null}
        """;
    private const string SomeContext = """
        {"text":"# Shop\n\nBE serves both brands.","revision":3,"updatedAt":"2026-11-23T09:00:00.000Z",
        "updatedBy":"key:k7h2m9q4x1ab"}
        """;

    private static readonly ApiParameter IfMatch = new("If-Match", "The ETag that you read. 409 when someone else has changed it since.")
    {
        Component = "IfMatch",
        Place = ParameterPlace.Header,
        Example = "\"3\"",
    };

    public static ApiOperation GetSettings { get; } =
        new("getSettings", Area, "Read the settings", "The settings of the organization, with defaults.") { Answers = [SettingsAnswer] };

    public static ApiOperation PutSettings { get; } =
        new(
            "putSettings",
            Area,
            "Replace the settings",
            "Replaces all settings. A missing member gets its default. Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Parameters = [IfMatch],
            Body = new ApiBody("All the settings.", [("application/json", typeof(SettingsShape), SomeSettings)]),
            Answers = [SettingsAnswer],
            Errors = [409, 413, 415],
        };

    public static ApiOperation GetContext { get; } =
        new("getContext", Area, "Read the business context", "Markdown that readers and assistants get first.")
        {
            Answers = [ContextAnswer],
        };

    public static ApiOperation PutContext { get; } =
        new(
            "putContext",
            Area,
            "Replace the business context",
            "Up to 32 KiB. The last 20 revisions are kept. Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Parameters = [IfMatch],
            Body = new ApiBody(
                "The text.",
                [
                    ("application/json", typeof(ContextTextShape), """{"text":"# Shop\n\nBE serves both brands."}"""),
                    ("text/markdown", typeof(string), "# Shop"),
                ]
            ),
            Answers = [ContextAnswer],
            Errors = [409, 413, 415],
        };

    public static ApiOperation ListRevisions { get; } =
        new("listContextRevisions", Area, "List revisions of the business context", "Newest first, without their texts.")
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The revisions.",
                    typeof(ListAnswer<RevisionAnswer>),
                    """
                    {"success":true,"data":[{"revision":3,"updatedAt":"2026-11-23T09:00:00.000Z","updatedBy":"key:k7h2m9q4x1ab"}],
                    "nextCursor":null}
                    """
                ),
            ],
        };

    public static ApiOperation GetRevision { get; } =
        new("getContextRevision", Area, "Read a revision of the business context", "One of the last 20.")
        {
            Parameters = [new ApiParameter("revision", "Its number.") { Place = ParameterPlace.Path, Example = "3" }],
            Answers = [ContextAnswer],
            Errors = [404],
        };

    private static ApiAnswer SettingsAnswer =>
        new(
            200,
            "The settings.",
            typeof(RevisedAnswer<SettingsShape>),
            $$"""
            {"success":true,"data":{{SomeSettings}},"revision":2,
            "updatedAt":"2026-11-23T09:00:00.000Z","updatedBy":"key:k7h2m9q4x1ab"}
            """
        );

    private static ApiAnswer ContextAnswer =>
        new(200, "The context.", typeof(Answer<ContextAnswer>), $$"""{"success":true,"data":{{SomeContext}}}""");
}

internal sealed record ContextTextShape(string Text);
