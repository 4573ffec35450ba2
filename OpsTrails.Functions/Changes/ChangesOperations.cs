using OpsTrails.Core.Changes;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Changes;

internal static class ChangesOperations
{
    private const string Area = "Timeline";

    private const string Place =
        "same environment and system 35; same environment 20; same system without an environment 20; "
        + "same system in another environment 10; other system without an environment 10; elsewhere 0. "
        + "When only a subject or only a source is known, a match is 35";

    public static ApiOperation ChangesBefore { get; } =
        new(
            "getChangesBefore",
            Area,
            "Rank the changes before an incident",
            $"""
            Ranks the changes in all systems and environments in a window before a time, or before an event such as an incident, by how
            likely each is the cause. Send either `time` or `event`.

            | factor | of | points |
            |---|---|---|
            | `nearness` | 25 | 25 at the moment itself, falling evenly to 0 at the start of the window |
            | `place` | 35 | {Place} |
            | `kind` | 12 | by the event type: deployment or migration 12, configuration 10, rollback 8, cache 4, any other 3 |
            | `severity` | 8 | CRITICAL 8, MAJOR 6, MINOR 3, LOW 1 |
            | `newVersion` | 10 | 10 when the version is new to that environment and system, as far as events are kept |
            | `outsideBusinessHours` | 10 | 10 outside the business hours in the settings, in the organization's time zone |

            When a factor can't be judged, its `points` is null and `why` gives the reason. It doesn't count: `score` is `points` as a
            percentage of `of`, and `of` adds up the judged factors only. Changes are in the order of that percentage before rounding, then
            newest first.

            Events with a type that names an incident, alert, alarm, outage, downtime or monitoring aren't changes. `notChanges` counts
            them. At most 1,000 events are ranked, the newest. When there are more, `complete` is false and `counted` gives the range.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("time", "The time of the incident, in the format of `from` in `listEvents`. Events at that time count.")
                {
                    Example = "now",
                },
                new ApiParameter("event", "The id or ref of an event. It sets the time, the environment and the system."),
                new ApiParameter("window", $"How far back to look. Default: {ChangesQuery.DefaultWindow}.")
                {
                    Values = ChangesQuery.Windows,
                    Example = "2h",
                },
                new ApiParameter("subject", "The affected environment; empty for events without one. Default: that of the event."),
                new ApiParameter(
                    "source",
                    "The affected system. Default: that of the event. When several events share the id, it chooses one of them."
                ),
                new ApiParameter("limit", $"The number of changes, 1 to {ChangesQuery.MaxLimit}. Default: {ChangesQuery.DefaultLimit}.")
                {
                    Example = "10",
                },
                SharedParameters.Zone,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The changes.",
                    typeof(Answer<ChangesBeforeAnswer>),
                    """
                    {"success":true,"data":{"at":"2026-11-23T09:54:00.000Z","event":null,
                    "subject":"PRODUCTION","source":"BE","window":{"from":"2026-11-23T07:54:00.000Z","to":"2026-11-23T09:54:00.000Z"},
                    "timezone":"Europe/Warsaw","complete":true,"counted":{"from":"2026-11-23T07:54:00.000Z",
                    "to":"2026-11-23T09:54:00.000Z"},"total":1,"notChanges":0,
                    "ranked":[{"ref":"a412ea56",
                    "event":{"id":"run-4711","specversion":"1.0","type":"deployment","source":"BE","time":"2026-11-23T09:30:00.000Z",
                    "subject":"PRODUCTION","severity":"MAJOR","version":"1.4.2",
                    "datacontenttype":"application/json","dataschema":null,"data":{"description":"Faster checkout"},
                    "createdAt":"2026-11-23T09:30:01.250Z"},
                    "minutesBefore":24,"score":81,"points":73,"of":90,
                    "factors":[{"name":"nearness","points":20,"of":25,"why":"24 minutes before"},
                    {"name":"place","points":35,"of":35,"why":"the same environment and system"},{"name":"kind","points":12,"of":12,
                    "why":"a deployment"},
                    {"name":"severity","points":6,"of":8,"why":"severity MAJOR"},
                    {"name":"newVersion","points":0,"of":10,"why":"version 1.4.2 was here before, 2026-11-16T08:10:00.000Z"},
                    {"name":"outsideBusinessHours","points":null,"of":10,"why":"business hours are not set"}]}],
                    "notJudged":[{"name":"outsideBusinessHours","why":"business hours are not set"}]}}
                    """
                ),
            ],
            Errors = [404],
        };
}
