using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Grid;

internal static class GridOperations
{
    private const string Area = "Grid";

    private const string Moved = """{"id":"run-4711","time":"2026-11-23T09:30:00.000Z","type":"deployment"}""";

    public static ApiOperation Grid { get; } =
        new(
            "getGrid",
            Area,
            "Which version runs where",
            """
            Rows are systems, columns environments along their ladders, cells only where something happened. A rollback puts back the version it names, or else the one that ran before the last deployment. `at` gives the state of any moment.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("at", "The moment, written like `from` on the list; now when absent.") { Example = "-2d" },
                SharedParameters.Zone,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The grid.",
                    typeof(Answer<GridAnswer>),
                    $$$$"""
                    {"success":true,"data":{"at":"2026-11-23T10:00:00.000Z","countComplete":true,"columns":[{"subject":"PRODUCTION","ladder":"","position":0,"next":null}],"rows":[{"source":"BE","cells":[{"subject":"PRODUCTION","version":"1.4.2","versionEvent":{{{{Moved}}}},"lastEvent":{"id":"run-4711","time":"2026-11-23T09:30:00.000Z","type":"deployment","severity":"MAJOR","version":"1.4.2"},"firstSeen":"2026-11-01T08:00:00.000Z","last24h":1}]}]}}
                    """
                ),
            ],
        };

    public static ApiOperation Diff { get; } =
        new(
            "compareEnvironments",
            Area,
            "How two environments differ",
            """
            For each system: the same version, ahead, behind, only here or only there, by when a version first appeared; and what was rolled back, or reached `to` without having been in `from`. Every finding carries the events that prove it.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("from", "An environment, or one at a moment: `STAGING`, `STAGING@-2d`.")
                {
                    IsRequired = true,
                    Example = "STAGING",
                },
                new ApiParameter("to", "The environment to compare it with, written alike.") { IsRequired = true, Example = "PRODUCTION" },
                SharedParameters.Zone,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The difference.",
                    typeof(Answer<DiffAnswer>),
                    $$$$"""
                    {"success":true,"data":{"from":{"subject":"STAGING","at":"2026-11-23T10:00:00.000Z"},"to":{"subject":"PRODUCTION","at":"2026-11-23T10:00:00.000Z"},"sources":[{"source":"BE","state":"ahead","from":{"version":"1.5.0","versionEvent":{{{{Moved}}}}},"to":{"version":"1.4.2","versionEvent":{{{{Moved}}}}},"findings":[{"kind":"ahead","events":[{"subject":"STAGING","id":"run-4712","time":"2026-11-23T09:50:00.000Z","type":"deployment","version":"1.5.0"}]}]}]}}
                    """
                ),
            ],
            Errors = [404],
        };
}
