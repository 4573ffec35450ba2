using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>A query that compares two environments, each at its own time.</summary>
public sealed record DiffQuery(EnvironmentAt From, EnvironmentAt To)
{
    private static readonly string[] Known = ["from", "to", "at", "timezone"];

    /// <summary>The same query with canonical names. A side whose whole text names an environment means that environment.</summary>
    /// <param name="names">The organization's names.</param>
    /// <param name="subjects">The canonical names of all environments.</param>
    public DiffQuery Resolve(OrganizationNames names, IReadOnlyCollection<string?> subjects)
    {
        return new(Resolve(From), Resolve(To));

        EnvironmentAt Resolve(EnvironmentAt side)
        {
            var meant = side.AsName is { } whole && subjects.Contains(names.Subject(whole.Subject)) ? whole : side;
            return meant with { Subject = names.Subject(meant.Subject), AsName = null };
        }
    }

    /// <summary>A group is not one side of a comparison.</summary>
    /// <param name="names">The organization's names.</param>
    /// <param name="errors">Receives an error for each side that is a group.</param>
    public void CheckGroups(OrganizationNames names, ValidationErrors errors)
    {
        foreach (var (side, subject) in new[] { ("from", From.Subject), ("to", To.Subject) })
        {
            if (subject is not null && names.Groups.TryGetValue(subject, out var members))
                errors.Add(
                    side,
                    $"{ValidationErrors.Quote(subject)} is a group of environments. "
                        + $"Send one of {string.Join(", ", members.Select(ValidationErrors.Quote))}"
                );
        }
    }

    public static DiffQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, Known, errors);
        var zone = GridQuery.Zone(given, errors);
        var at = Timestamp.From(now);
        if (given.One("at") is { } text && !TimeExpression.TryParse(text, now, zone, isEnd: false, out at, out var reason))
            errors.Add("at", reason);
        foreach (var side in (string[])["from", "to"])
        {
            if (given.One(side) is null && !errors.All.Any(error => error.Field == side))
                errors.Add(
                    side,
                    "is required. Send an environment such as STAGING or STAGING@-2d, or an empty value for events without one"
                );
        }
        return errors.Any ? null : new DiffQuery(Side("from"), Side("to"));

        EnvironmentAt Side(string name) => EnvironmentAt.Parse(given.One(name)!, now, zone, at);
    }
}

/// <summary>An environment at a time.</summary>
/// <param name="Subject">Null for events without one.</param>
/// <param name="At">The time, inclusive.</param>
/// <param name="NoTime">Why the text after the last <c>@</c> is not a time. Null if it is one or if there is no <c>@</c>.</param>
public sealed record EnvironmentAt(string? Subject, Timestamp At, string? NoTime = null)
{
    /// <summary>The whole text as a name, which comes first if such an environment exists. Null if the text has no time.</summary>
    public EnvironmentAt? AsName { get; init; }

    /// <summary>Reads <c>NAME</c> or <c>NAME@time</c>. If the text after the last <c>@</c> is not a time, it belongs to the name.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="zone">The zone of bare local times, or null.</param>
    /// <param name="without">The time of a side without its own. Null for now.</param>
    public static EnvironmentAt Parse(string text, DateTimeOffset now, TimeZoneInfo? zone, Timestamp? without = null)
    {
        var mark = text.LastIndexOf('@');
        string? reason = null;
        var whole = new EnvironmentAt(Name(text), GridQuery.Clamp(without ?? Timestamp.From(now)));
        return mark >= 0 && TimeExpression.TryParse(text[(mark + 1)..], now, zone, isEnd: false, out var at, out reason)
            ? new EnvironmentAt(Name(text[..mark]), GridQuery.Clamp(at)) { AsName = whole }
            : whole with
            {
                NoTime = reason,
            };
    }

    private static string? Name(string text) => text.Length == 0 ? null : text;
}
