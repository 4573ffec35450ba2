using OpsTrails.Core.Changes;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Changes;

internal static class ChangesOperations
{
    private const string Area = "Timeline";

    public static ApiOperation ChangesBefore { get; } =
        new(
            "getChangesBefore",
            Area,
            "What changed before this",
            """
            The changes of all systems and environments in a window before a time or an event such as an incident, ranked by how much speaks for each having caused it. Send either `time` or `event`.

            | factor | of | points |
            |---|---|---|
            | `nearness` | 25 | all at the very moment, none at the far end of the window, evenly between |
            | `place` | 35 | the same environment and system 35; the same environment 20; the same system with no environment named 20; the same system in another environment 10; another system with no environment named 10; elsewhere 0. When only a subject or only a source is known, the same one 35 |
            | `kind` | 12 | by the words of the type: deployment or migration 12, configuration 10, rollback 8, cache 4, any other 3 |
            | `severity` | 8 | CRITICAL 8, MAJOR 6, MINOR 3, LOW 1 |
            | `newVersion` | 10 | all when the version had never been in that environment and system before, as far as events are kept |
            | `outsideBusinessHours` | 10 | all when outside the business hours in the settings, in the time zone there |

            A factor that cannot be judged has `points` null and says why; it gives nothing, and nothing is expected of it: `score` is `points` of `of` in percent, where `of` adds up the judged factors. The order is by that share, unrounded; then the newer comes first.

            Events whose type speaks of an incident, alert, alarm, outage, downtime or monitoring are no changes: they are counted in `notChanges`. Up to 1,000 events are looked at, the newest; of more, `complete` is false and `counted` tells since when.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("time", "The moment, written like `from` on the list. Events of that moment count.") { Example = "now" },
                new ApiParameter("event", "The id or ref of an event: its time, and its environment and system, are meant."),
                new ApiParameter("window", $"How far back to look; {ChangesQuery.DefaultWindow} when absent.")
                {
                    Values = ChangesQuery.Windows,
                    Example = "2h",
                },
                new ApiParameter("subject", "The environment where it hurts, empty for events without one; that of the event when absent."),
                new ApiParameter(
                    "source",
                    "The system where it hurts; that of the event when absent. Where several events share the id, it says which is meant."
                ),
                new ApiParameter("limit", $"How many changes, 1 to {ChangesQuery.MaxLimit}; {ChangesQuery.DefaultLimit} when absent.")
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
                    {"success":true,"data":{"at":"2026-11-23T09:54:00.000Z","event":{"ref":"048a2cf9","event":{"id":"incident-12","specversion":"1.0","type":"incident","source":"BE","time":"2026-11-23T09:54:00.000Z","subject":"PRODUCTION","severity":"CRITICAL","version":null,"datacontenttype":"application/json","dataschema":null,"data":{"description":"Checkout answers 500"},"createdAt":"2026-11-23T09:54:02.000Z"}},"subject":"PRODUCTION","source":"BE","window":{"from":"2026-11-23T07:54:00.000Z","to":"2026-11-23T09:54:00.000Z"},"timezone":"Europe/Warsaw","complete":true,"counted":{"from":"2026-11-23T07:54:00.000Z","to":"2026-11-23T09:54:00.000Z"},"total":1,"notChanges":0,"ranked":[{"ref":"a412ea56","event":{"id":"run-4711","specversion":"1.0","type":"deployment","source":"BE","time":"2026-11-23T09:30:00.000Z","subject":"PRODUCTION","severity":"MAJOR","version":"1.4.2","datacontenttype":"application/json","dataschema":null,"data":{"description":"Faster checkout"},"createdAt":"2026-11-23T09:30:01.250Z"},"minutesBefore":24,"score":81,"points":73,"of":90,"factors":[{"name":"nearness","points":20,"of":25,"why":"24 minutes before"},{"name":"place","points":35,"of":35,"why":"the same environment and system"},{"name":"kind","points":12,"of":12,"why":"a deployment"},{"name":"severity","points":6,"of":8,"why":"severity MAJOR"},{"name":"newVersion","points":0,"of":10,"why":"version 1.4.2 was here before, 2026-11-16T08:10:00.000Z"},{"name":"outsideBusinessHours","points":null,"of":10,"why":"business hours are not set"}]}],"notJudged":[{"name":"outsideBusinessHours","why":"business hours are not set"}]}}
                    """
                ),
            ],
            Errors = [404],
        };
}
