using System.ComponentModel;
using OpsTrails.Core.Changes;

namespace OpsTrails.Functions.OpenApi;

internal static class ChangesOperations
{
    private const string Area = "Timeline";

    public static ApiOperation ChangesBefore { get; } = new("getChangesBefore", Area, "What changed before this", """
        The changes of all systems and environments in a window before a time or an event such as an incident, ranked by how much speaks for each having caused it. Send either `time` or `event`.

        | factor | of | points |
        |---|---|---|
        | `nearness` | 30 | all at the very moment, none at the far end of the window, evenly between |
        | `place` | 25 | the same environment and system 25; the same environment 15; the same system with no environment named 15; the same system in another environment 8; another system with no environment named 8; elsewhere 0. When only a subject or only a source is known, the same one 25 |
        | `kind` | 15 | by the words of the type: deployment or migration 15, configuration 12, rollback 10, cache 6, any other 4 |
        | `severity` | 10 | CRITICAL 10, MAJOR 7, MINOR 3, LOW 1 |
        | `newVersion` | 10 | all when the version had never been in that environment and system before |
        | `outsideBusinessHours` | 10 | all when outside the business hours in the settings, in the time zone there |

        A factor that cannot be judged has `points` null and says why; it gives nothing, and nothing is expected of it: `score` is `points` of `of` in percent, where `of` adds up the judged factors. The order is by that share, unrounded; then the newer comes first.

        Events whose type speaks of an incident, alert, alarm, outage, downtime or monitoring are no changes: they are counted in `notChanges`. Up to 1,000 events are looked at, the newest; of more, `complete` is false and `counted` tells since when.
        """)
    {
        Parameters =
        [
            new ApiParameter("time", "The moment, written like `from` on the list. Events of that moment count.") { Example = "now" },
            new ApiParameter("event", "The id or ref of an event: its time, and its environment and system, are meant."),
            new ApiParameter("window", $"How far back to look; {ChangesQuestion.DefaultWindow} when absent.") { Values = ChangesQuestion.Windows, Example = "2h" },
            new ApiParameter("subject", "The environment where it hurts, empty for events without one; that of the event when absent."),
            new ApiParameter("source", "The system where it hurts; that of the event when absent. Where several events share the id, it says which is meant."),
            new ApiParameter("limit", $"How many changes, 1 to {ChangesQuestion.MaxLimit}; {ChangesQuestion.DefaultLimit} when absent.") { Example = "10" },
            TimelineParameters.Zone,
        ],
        Answers =
        [
            new ApiAnswer(200, "The changes.", typeof(Answer<ChangesBeforeShape>), """
                {"success":true,"data":null}
                """),
        ],
        Errors = [404],
    };
}

internal sealed record ChangesBeforeShape(
    [property: Description("The moment, in UTC.")] string At,
    [property: Description("The event that was asked about; null when a time was.")] NamedEventShape? Event,
    [property: Description("The environment where it hurts, empty for events without one; null when none is known.")] string? Subject,
    [property: Description("The system where it hurts; null when none is known.")] string? Source,
    [property: Description("The window in UTC, both ends included.")] WindowShape Window,
    [property: Description("The zone that was asked for, or that of the organization.")] string Timezone,
    [property: Description("Whether all of the window was looked at.")] bool Complete,
    [property: Description("The part of the window that was looked at.")] WindowShape Counted,
    [property: Description("How many changes there were.")] long Total,
    [property: Description("How many further events were no changes.")] long NotChanges,
    [property: Description("The most suspect first.")] IReadOnlyList<RankedChangeShape> Ranked,
    [property: Description("Factors that could be judged for none of the changes.")] IReadOnlyList<UnjudgedFactorShape> NotJudged);

internal sealed record NamedEventShape([property: Description("A short name, to be used instead of the id.")] string Ref, EventShape Event);

internal sealed record RankedChangeShape(
    [property: Description("A short name, to be used instead of the id.")] string Ref,
    EventShape Event,
    [property: Description("Whole minutes.")] long MinutesBefore,
    [property: Description("Points of what could be judged, in percent.")] long Score,
    [property: Description("What the judged factors give.")] long Points,
    [property: Description("The most that the judged factors can give; 100 when all are.")] long Of,
    [property: Description("nearness, place, kind, severity, newVersion, outsideBusinessHours, in that order.")] IReadOnlyList<FactorShape> Factors);

internal sealed record FactorShape(
    string Name,
    [property: Description("Null when it could not be judged.")] long? Points,
    [property: Description("The most that it gives.")] long Of,
    [property: Description("What was found, or why it could not be judged.")] string Why);

internal sealed record UnjudgedFactorShape(string Name, string Why);
