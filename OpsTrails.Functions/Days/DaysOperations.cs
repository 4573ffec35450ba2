using OpsTrails.Core.Days;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Days;

internal static class DaysOperations
{
    public static ApiOperation Days { get; } =
        new(
            "getDays",
            "Timeline",
            "Read days by environment",
            $"""
            What happened on each local day in each environment: changes by kind, incidents, failures, changes outside business hours, and
            whether a freeze overlaps it. At most {DaysQuery.MaxDays} days. Names and kinds are those of the current settings. Days that
            have ended are stored, so a year is read by a few requests of the store.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("from", "The first day: a local date, or anything that `from` in `listEvents` accepts. Default: 8 weeks.")
                {
                    Example = "-8w",
                },
                new ApiParameter("to", "The last day, in the format of `from`. Default: today."),
                SharedParameters.Zone,
                new ApiParameter("subject", "An environment or a group; empty for events without an environment.") { IsRepeatable = true },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The days.",
                    typeof(Answer<DaysAnswer>),
                    """
                    {"success":true,"data":{"from":"2026-11-22","to":"2026-11-23","timezone":"Europe/Warsaw","businessHours":true,
                    "complete":true,"sources":["BE"],"environments":[{"subject":"PRODUCTION","ladder":"","days":[{"date":"2026-11-23",
                    "events":2,"changes":1,"kinds":{"deployment":1},"severity":"CRITICAL","incidents":1,"outOfHours":1,
                    "top":[{"source":0,"changes":1}]}]}]}}
                    """
                ),
            ],
        };
}
