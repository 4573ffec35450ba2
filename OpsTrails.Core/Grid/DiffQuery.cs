using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>A query that compares two environments, each at its own time.</summary>
public sealed record DiffQuery(EnvironmentAt From, EnvironmentAt To)
{
    private static readonly string[] Known = ["from", "to", "timezone"];

    /// <summary>The same query with canonical names.</summary>
    public DiffQuery Resolve(OrganizationNames names) =>
        new(From with { Subject = names.Subject(From.Subject) }, To with { Subject = names.Subject(To.Subject) });

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
        foreach (var side in (string[])["from", "to"])
        {
            if (given.One(side) is null && !errors.All.Any(error => error.Field == side))
                errors.Add(
                    side,
                    "is required. Send an environment such as STAGING or STAGING@-2d, or an empty value for events without one"
                );
        }
        return errors.Any
            ? null
            : new DiffQuery(EnvironmentAt.Parse(given.One("from")!, now, zone), EnvironmentAt.Parse(given.One("to")!, now, zone));
    }
}

/// <summary>An environment at a time.</summary>
/// <param name="Subject">Null for events without one.</param>
/// <param name="At">The time, inclusive.</param>
/// <param name="NoTime">Why the text after the last <c>@</c> is not a time. Null if it is one or if there is no <c>@</c>.</param>
public sealed record EnvironmentAt(string? Subject, Timestamp At, string? NoTime = null)
{
    /// <summary>Reads <c>NAME</c> or <c>NAME@time</c>. If the text after the last <c>@</c> is not a time, it belongs to the name.</summary>
    public static EnvironmentAt Parse(string text, DateTimeOffset now, TimeZoneInfo? zone)
    {
        var mark = text.LastIndexOf('@');
        string? reason = null;
        return mark >= 0 && TimeExpression.TryParse(text[(mark + 1)..], now, zone, isEnd: false, out var at, out reason)
            ? new EnvironmentAt(Name(text[..mark]), GridQuery.Clamp(at))
            : new EnvironmentAt(Name(text), GridQuery.Clamp(Timestamp.From(now)), reason);
    }

    private static string? Name(string text) => text.Length == 0 ? null : text;
}
