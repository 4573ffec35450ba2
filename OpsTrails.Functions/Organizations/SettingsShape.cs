using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Organizations;

/// <summary>The settings in answers, and in the requests that replace them.</summary>
internal sealed record SettingsShape
{
    [Description("Up to 100 characters.")]
    public string? Name { get; init; }

    [Description("The order of environments on the way to production. Several ladders are possible.")]
    public IReadOnlyList<IReadOnlyList<string>>? Ladders { get; init; }

    [Description("An IANA time zone. Default: UTC.")]
    public string? TimeZone { get; init; }

    public BusinessHoursShape? BusinessHours { get; init; }

    [Description(
        "Events are deleted this many days after their time, about once an hour; null to keep them. "
            + "The grid and the lists of values keep what they know."
    )]
    public int? RetentionDays { get; init; }

    [Description(
        "What types of your own mean, where their words don't say it: "
            + "{\"go-live\":\"deployment.finished\"}. Counts for events of the past too."
    )]
    public IReadOnlyDictionary<string, string>? Types { get; init; }

    public IncidentSettingsShape? Incidents { get; init; }

    [Description(
        "Names that count as another one, in grid, filters, counts, incidents and comparisons, for the past too: "
            + "{\"subjects\":{\"PRODUCTION\":[\"prod\",\"Production\"]}}. Events keep the names as sent."
    )]
    public AliasesShape? Aliases { get; init; }

    [Description("Groups of environments, for filters: {\"production\":[\"PROD-EU\",\"PROD-US\"]}.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Groups { get; init; }

    [Description(
        "Environments and systems that are left out of the grid and of lists of values, with the time since when; `NOW` means now. "
            + "An event recorded later brings one back."
    )]
    public ArchivedShape? Archived { get; init; }

    [Description(
        "What the console shows instead of names: {\"sources\":{\"//github.com/acme/x\":\"Checkout\"}}. "
            + "Up to 500 labels a field, each unique and of 1 to 60 characters."
    )]
    public DisplayShape? Display { get; init; }

    [Description("Up to 20 patterns that turn tickets, commits and the like in events into links.")]
    public IReadOnlyList<LinkPatternShape>? Links { get; init; }

    public static SettingsShape Of(OrganizationSettings settings) =>
        new()
        {
            Name = settings.Name,
            Ladders = settings.Ladders,
            TimeZone = settings.TimeZone,
            BusinessHours = settings.BusinessHours is { } hours ? BusinessHoursShape.Of(hours) : null,
            RetentionDays = settings.RetentionDays,
            Types = settings.Types.Texts,
            Incidents = new IncidentSettingsShape(settings.Incidents.OpenForText),
            Aliases = new AliasesShape { Subjects = settings.Names.Subjects.Texts, Sources = settings.Names.Sources.Texts },
            Groups = settings.Names.Groups,
            Archived = ArchivedShape.Of(settings.Names.Archived),
            Display = new DisplayShape { Subjects = settings.Names.Display.Subjects, Sources = settings.Names.Display.Sources },
            Links = [.. settings.Links.Select(link => new LinkPatternShape(link.Pattern, link.Url, link.Fields))],
        };
}

internal sealed record AliasesShape
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Subjects { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Sources { get; init; }
}

internal sealed record ArchivedShape
{
    public IReadOnlyDictionary<string, string>? Subjects { get; init; }
    public IReadOnlyDictionary<string, string>? Sources { get; init; }

    public static ArchivedShape Of(ArchivedNames archived) =>
        new() { Subjects = Format(archived.Subjects), Sources = Format(archived.Sources) };

    private static Dictionary<string, string> Format(IReadOnlyDictionary<string, Timestamp> moments) =>
        moments.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
}

internal sealed record DisplayShape
{
    public IReadOnlyDictionary<string, string>? Subjects { get; init; }
    public IReadOnlyDictionary<string, string>? Sources { get; init; }
}

internal sealed record IncidentSettingsShape(
    [property: Description(
        "How long an incident without a resolution counts as open after its newest event, as `24h` or `3d`: "
            + "1 hour to 30 days. Default: 24h."
    )]
        string? OpenFor
);

internal sealed record LinkPatternShape(
    [property: Description(
        "Plain text with placeholders, such as `{project}-{number}`: {number}, {project} (2 to 10 capital letters and digits), "
            + "{commit} (7 to 40 hexadecimal digits), {word} (letters, digits and underscores)."
    )]
        string Pattern,
    [property: Description(
        "With the placeholders of the pattern, and {owner} and {repository}: the last two segments of the event's source."
    )]
        string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("Where to look: version, source, subject or members such as `data.ticket`. Default: version and all of data.")]
        IReadOnlyList<string>? Fields
);

internal sealed record BusinessHoursShape(
    [property: Description("mon, tue, wed, thu, fri, sat, sun.")] IReadOnlyList<string> Days,
    string From,
    string To
)
{
    public static BusinessHoursShape Of(BusinessHours hours) =>
        new([.. hours.Days.Select(BusinessHours.NameOf)], FormatTime(hours.From), FormatTime(hours.To));

    private static string FormatTime(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
