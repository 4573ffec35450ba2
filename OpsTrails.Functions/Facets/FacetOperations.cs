using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Facets;

internal static class FacetOperations
{
    private const string Area = "Timeline";
    private const string Canonical = "Names that count as one by `aliases` of the settings are one value.";

    public static ApiOperation Types { get; } =
        Seen("listTypes", "List the types", "deployment", "Accurate to the day.", "2026-11-01", "2026-11-23") with
        {
            Parameters = [SharedParameters.TypeMeaning],
        };

    public static ApiOperation Sources { get; } =
        Seen("listSources", "List the systems", "BE", Canonical, "2026-11-01T08:00:00.000Z", "2026-11-23T09:30:00.000Z") with
        {
            Parameters = [SharedParameters.Archived],
        };

    public static ApiOperation Subjects { get; } =
        Seen("listSubjects", "List the environments", "PRODUCTION", Canonical, "2026-11-01T08:00:00.000Z", "2026-11-23T09:30:00.000Z") with
        {
            Parameters = [SharedParameters.Archived],
        };

    public static ApiOperation LookAlikes { get; } =
        new(
            "listLookAlikes",
            Area,
            "List names that look alike",
            """
            Environments and systems whose names differ only in letter case, white space, separators or the spelling of a stage (`prod`,
            `production`, `PRD`), and that don't count as one by `aliases` of the settings. Archived ones are left out.
            """
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The names, those of one environment or system together.",
                    typeof(ListAnswer<LookAlikeAnswer>),
                    """
                    {"success":true,"data":[{"field":"subject","names":["PRODUCTION","prod"],"suggested":"PRODUCTION"}],
                    "nextCursor":null}
                    """
                ),
            ],
        };

    private static ApiOperation Seen(string name, string summary, string value, string precision, string first, string last) =>
        new(name, Area, summary, $"The distinct values, and when each was first and last seen. {precision}".TrimEnd())
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The values.",
                    typeof(ListAnswer<SeenValueAnswer>),
                    $$"""{"success":true,"data":[{"value":"{{value}}","firstSeen":"{{first}}","lastSeen":"{{last}}"}],"nextCursor":null}"""
                ),
            ],
        };
}
