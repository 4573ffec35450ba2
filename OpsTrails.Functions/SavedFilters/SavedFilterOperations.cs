using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.SavedFilters;

internal static class SavedFilterOperations
{
    private const string Area = "Timeline";
    private const string Saved = """
        {"id":"f7h2m9q4x1ab","name":"Production","query":"subject:PRODUCTION severity>=MAJOR","range":"-7d",
        "createdAt":"2026-11-23T09:00:00.000Z","createdBy":"person:p2k8w5n3v7cd"}
        """;

    public static ApiOperation List { get; } =
        new("listFilters", Area, "List the saved filters", "By name. Everyone in the organization shares them.")
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The filters.",
                    typeof(ListAnswer<SavedFilterAnswer>),
                    $$"""{"success":true,"data":[{{Saved}}],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation Save { get; } =
        new(
            "saveFilter",
            Area,
            "Save a filter",
            "At most 100. A name that differs only in letter case is taken (409). "
                + "Needs a key of scope READ_WRITE, or the role MEMBER or higher."
        )
        {
            Body = new ApiBody(
                "The filter to save.",
                [
                    (
                        "application/json",
                        typeof(SavedFilterRequestShape),
                        """{"name":"Production","query":"subject:PRODUCTION severity>=MAJOR","range":"-7d"}"""
                    ),
                ]
            ),
            Answers = [new ApiAnswer(201, "The filter.", typeof(Answer<SavedFilterAnswer>), $$"""{"success":true,"data":{{Saved}}}""")],
            Errors = [409, 413, 415],
        };

    public static ApiOperation Delete { get; } =
        new(
            "deleteFilter",
            Area,
            "Delete a saved filter",
            "Deletes it for everyone. Needs a key of scope READ_WRITE, or the role MEMBER or higher."
        )
        {
            Parameters = [new ApiParameter("id", "The filter's id.") { Place = ParameterPlace.Path, Example = "f7h2m9q4x1ab" }],
            Answers =
            [
                new ApiAnswer(200, "The deleted filter.", typeof(Answer<SavedFilterAnswer>), $$"""{"success":true,"data":{{Saved}}}"""),
            ],
            Errors = [404],
        };
}

internal sealed record SavedFilterRequestShape(
    [property: Description("1 to 100 characters.")] string Name,
    [property: Description("The filter in the format of the parameter q, up to 2,000 bytes in UTF-8; empty for all events.")] string Query
)
{
    [Description("How far back the filter looks, such as -24h or -7d; null when it doesn't say.")]
    public string? Range { get; init; }
}
