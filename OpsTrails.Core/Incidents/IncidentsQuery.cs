using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Incidents;

/// <summary>A query for a page of incidents, by when they were opened, newest first.</summary>
public sealed record IncidentsQuery
{
    public const int MaxValues = 100;

    private static readonly string[] Known = ["state", "from", "to", "timezone", "subject", "source", "limit", "cursor"];

    /// <summary>Empty for any.</summary>
    public required IReadOnlyList<IncidentState> States { get; init; }

    /// <summary>The environments; empty text for incidents without one. Empty for any.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>Empty for any.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>When they were opened.</summary>
    public required TimeWindow Window { get; init; }

    public required int Limit { get; init; }

    public IncidentCursor? Cursor { get; init; }

    /// <summary>Whether open incidents come first.</summary>
    public bool PutsOpenFirst => States.Count == 0;

    /// <summary>Whether everything asked for is open.</summary>
    public bool IsOpenOnly => States.Count > 0 && States.All(IsOpen);

    /// <summary>A hash of the query without its page.</summary>
    public required string Hash { get; init; }

    public static bool IsOpen(IncidentState state) => state is IncidentState.Open or IncidentState.Acknowledged;

    /// <returns>Null if an error was added.</returns>
    public static IncidentsQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, Known, errors);
        var zone = GridQuery.Zone(given, errors);
        var hash = HashOf(given);
        var cursor = ReadCursor(given, hash, errors);
        var query = new IncidentsQuery
        {
            States = ReadStates(given, errors),
            Subjects = ReadTexts(given, "subject", EventRules.MaxSubjectLength, errors),
            Sources = ReadTexts(given, "source", EventRules.SourceLength, errors),
            Window = cursor?.Window ?? TimeWindow.Parse(given.One("from"), given.One("to"), zone, now, errors),
            Limit = EventQuery.ReadLimit(given, errors),
            Cursor = cursor,
            Hash = hash,
        };
        return errors.Any ? null : query;
    }

    /// <summary>The same query for incidents with names as sent.</summary>
    public IncidentsQuery Resolve(OrganizationNames names) =>
        this with
        {
            Subjects = [.. Subjects.SelectMany(names.SubjectsOf).Distinct(StringComparer.Ordinal)],
            Sources = [.. Sources.SelectMany(names.Sources.AllOf).Distinct(StringComparer.Ordinal)],
        };

    /// <summary>Whether an incident is asked for, its state apart.</summary>
    public bool Matches(IncidentSummary incident) =>
        Window.Contains(incident.Opened)
        && (Subjects.Count == 0 || Subjects.Contains(incident.Subject ?? "", StringComparer.Ordinal))
        && (Sources.Count == 0 || Sources.Contains(incident.Source, StringComparer.Ordinal));

    private static IncidentCursor? ReadCursor(Parameters given, string hash, ValidationErrors errors)
    {
        if (given.One("cursor") is not { } text)
            return null;
        if (!IncidentCursor.TryParse(text, out var cursor))
            errors.Add("cursor", ValidationErrors.InvalidCursor);
        else if (cursor.QueryHash != hash)
            errors.Add("cursor", ValidationErrors.ForeignCursor);
        return cursor;
    }

    private static List<IncidentState> ReadStates(Parameters given, ValidationErrors errors)
    {
        var states = new List<IncidentState>();
        foreach (var text in given.All("state"))
        {
            if (IncidentStateNames.TryParse(text, out var state))
                states.Add(state);
            else
                errors.Add("state", ValidationErrors.Unknown(text, IncidentStateNames.All));
        }
        return [.. states.Distinct()];
    }

    private static IReadOnlyList<string> ReadTexts(Parameters given, string name, int maxLength, ValidationErrors errors)
    {
        var values = given.All(name);
        if (values.Count > MaxValues)
            errors.Add(name, $"has {values.Count.ToString(CultureInfo.InvariantCulture)} values, at most {MaxValues}");
        foreach (var value in values.Where(value => TextRules.LengthOf(value) > maxLength))
            errors.Add(name, ValidationErrors.TooLong(value, maxLength));
        return values;
    }

    private static string HashOf(Parameters given) =>
        EventIdentity.Hash(
            string.Join(
                '\n',
                Known
                    .Except(["limit", "cursor"], StringComparer.Ordinal)
                    .SelectMany(name => given.All(name).Order(StringComparer.Ordinal).Select(value => $"{name}={value}"))
            )
        )[..16];
}
