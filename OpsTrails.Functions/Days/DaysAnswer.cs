using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using OpsTrails.Core.Days;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Days;

internal sealed record DaysAnswer(
    [property: Description("The first day.")] string From,
    [property: Description("The last day, inclusive; not after today.")] string To,
    string Timezone,
    [property: Description("Whether business hours are set, so that `outOfHours` is known.")] bool BusinessHours,
    [property: Description("False while some days are still being counted. Ask again.")] bool Complete,
    [property: Description("The systems that `top` refers to.")] IReadOnlyList<string> Sources,
    [property: Description("In the order of their ladders. Archived environments are included.")]
        IReadOnlyList<EnvironmentDaysAnswer> Environments,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("How many environments with fewer events are left out; absent for none.")]
        int LeftOut
)
{
    private const int MaxEnvironments = 200;
    private const int MaxTop = 3;

    public static DaysAnswer Of(DaysQuery query, LocalDays local, OrganizationSettings own, bool isComplete)
    {
        var byEnvironment = local.Days.GroupBy(day => day.Key.Subject, StringComparer.Ordinal).ToList();
        var shown = byEnvironment
            .OrderByDescending(group => group.Sum(day => (long)day.Value.Events))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MaxEnvironments)
            .ToDictionary(group => group.Key, StringComparer.Ordinal);
        var sources = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = Ladders.Of(own.CanonicalLadders, shown.Keys.Select(subject => subject.Length == 0 ? null : subject));
        return new DaysAnswer(
            Text(query.From),
            Text(query.To),
            query.Zone.Id,
            own.BusinessHours is not null,
            isComplete,
            [],
            [
                .. columns.Select(column => new EnvironmentDaysAnswer(
                    column.Subject,
                    column.Ladder,
                    [.. shown[column.Subject ?? ""].OrderBy(day => day.Key.Date).Select(day => Of(day.Key.Date, day.Value, sources))]
                )),
            ],
            byEnvironment.Count - shown.Count
        )
        {
            Sources = [.. sources.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
        };
    }

    private static DayAnswer Of(DateOnly date, LocalDay day, Dictionary<string, int> sources) =>
        new(
            Text(date),
            day.Events,
            day.Changes,
            day.ByKind.Count == 0 ? null : day.ByKind.OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(),
            day.Severity,
            day.Incidents,
            day.Failed,
            day.OutOfHours,
            day.IsFrozen,
            day.BySystem.Count == 0
                ? null
                :
                [
                    .. day
                        .BySystem.OrderByDescending(system => system.Value)
                        .ThenBy(system => system.Key, StringComparer.Ordinal)
                        .Take(MaxTop)
                        .Select(system => new DaySystemAnswer(PlaceOf(system.Key, sources), system.Value)),
                ]
        );

    private static int PlaceOf(string source, Dictionary<string, int> sources)
    {
        if (!sources.TryGetValue(source, out var place))
            sources[source] = place = sources.Count;
        return place;
    }

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}

internal sealed record EnvironmentDaysAnswer(
    [property: Description("Null for events without an environment.")] string? Subject,
    [property: Description("The ladder of the environment; null when it is on none.")] string? Ladder,
    [property: Description("Days with anything on them; on all others the environment was silent.")] IReadOnlyList<DayAnswer> Days
);

[Description("A day of an environment. Members that are zero, false or empty are absent.")]
internal sealed record DayAnswer(
    string Date,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("Events that took place, other than incidents, freezes, maintenance and pipelines.")]
        int Changes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("The changes by kind.")]
        IReadOnlyDictionary<string, int>? Kinds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("The worst severity of the events.")]
        string? Severity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("Incidents that were opened.")]
        int Incidents,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("Changes that failed or were cancelled.")]
        int Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("Changes outside business hours, to the quarter of an hour.")]
        int OutOfHours,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: Description("Whether a freeze or maintenance overlaps the day.")]
        bool Frozen,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("Up to three systems with the most changes.")]
        IReadOnlyList<DaySystemAnswer>? Top
);

internal sealed record DaySystemAnswer([property: Description("The place in `sources`.")] int Source, int Changes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<DaysAnswer>))]
internal sealed partial class DaysJson : JsonSerializerContext;
