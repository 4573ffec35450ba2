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
            "Read the grid: which version runs where",
            """
            Rows are systems, columns are environments in the order of their ladders, and a cell exists where an event was recorded. A
            version runs once a deployment, release, migration or event of unknown type with it finished, or named no phase, and didn't
            fail. A rollback returns to the version before, or to the one it names. `at` returns the state at a moment in the past.

            A cell has its open `incidents`. `freezes` lists freezes and maintenance, by environment. At a past moment those count that
            began in the 30 days before it: `incidentsFrom`.

            Names that count as one by `aliases` of the settings are one row or column, under the canonical name.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("at", "The moment, in the format of `from` in `listEvents`. Default: now.") { Example = "-2d" },
                SharedParameters.Zone,
                SharedParameters.Archived,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The grid.",
                    typeof(Answer<GridAnswer>),
                    $$$$"""
                    {"success":true,"data":{"at":"2026-11-23T10:00:00.000Z","countComplete":true,"columns":[{"subject":"PRODUCTION",
                    "ladder":"","position":0,"next":null}],
                    "rows":[{"source":"BE","cells":[{"subject":"PRODUCTION","version":"1.4.2","versionEvent":{{{{Moved}}}},
                    "lastEvent":{"id":"run-4711","time":"2026-11-23T09:30:00.000Z","type":"deployment","severity":"MAJOR",
                    "version":"1.4.2"},
                    "firstSeen":"2026-11-01T08:00:00.000Z","last24h":1}]}]}}
                    """
                ),
            ],
        };

    public static ApiOperation Diff { get; } =
        new(
            "compareEnvironments",
            Area,
            "Compare two environments",
            """
            Also compares an environment with its own past: each side may name its moment, and the answer has both moments.

            For each system, whether the version in `from` is the same, ahead or behind, or exists in one of the two only. The order of
            versions is that of their first appearance. Also finds rollbacks, versions that reached `to` without having been in `from`,
            and a later stage that is ahead of an earlier one. Every finding lists the events that prove it.
            """
        )
        {
            Parameters =
            [
                new ApiParameter(
                    "from",
                    "An environment, or one at a moment: `STAGING`, `STAGING@-2d`. An environment whose whole name this is comes first."
                )
                {
                    IsRequired = true,
                    Example = "STAGING",
                },
                new ApiParameter("to", "The environment to compare it with, in the same format.")
                {
                    IsRequired = true,
                    Example = "PRODUCTION",
                },
                new ApiParameter("at", "The moment of a side without its own. Default: now.") { Example = "-2d" },
                SharedParameters.Zone,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The difference.",
                    typeof(Answer<DiffAnswer>),
                    $$$$"""
                    {"success":true,"data":{"from":{"subject":"STAGING","at":"2026-11-23T10:00:00.000Z"},"to":{"subject":"PRODUCTION",
                    "at":"2026-11-23T10:00:00.000Z"},
                    "sources":[{"source":"BE","state":"ahead","from":{"version":"1.5.0","versionEvent":{{{{Moved}}}}},
                    "to":{"version":"1.4.2","versionEvent":{{{{Moved}}}}},
                    "findings":[{"kind":"ahead","events":[{"subject":"STAGING","id":"run-4712","time":"2026-11-23T09:50:00.000Z",
                    "type":"deployment","version":"1.5.0"}]}]}]}}
                    """
                ),
            ],
            Errors = [404],
        };
}
