using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Organizations;

/// <summary>The settings of an organization. Omitted members have their defaults.</summary>
public sealed record OrganizationSettings
{
    public const int NameLength = 100;
    public const int MaxLadders = 50;
    public const int MaxStages = 50;
    public const int MaxRetentionDays = 36_500;
    public const int MaxAliases = 500;
    public const int MaxAliasesOfName = 50;
    public const int MaxGroups = 50;
    public const int MaxMembersOfGroup = 50;
    public const int MaxArchived = 500;
    public const int MaxDisplayed = 500;
    public const string DefaultTimeZone = "UTC";

    public static readonly OrganizationSettings Default = new();

    /// <summary>For people to read; up to 100 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The order in which versions move between environments: <c>[["DEV","STAGING","PRODUCTION"]]</c>. A subject is on one ladder only.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Ladders { get; init; } = [];

    /// <summary>The IANA name of the organization's time zone.</summary>
    public string TimeZone { get; init; } = DefaultTimeZone;

    /// <summary>In <see cref="TimeZone"/>. Null if not set.</summary>
    public BusinessHours? BusinessHours { get; init; }

    /// <summary>How long events are kept, by their time. Null to keep them forever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>What the organization's own event types mean, where their words don't say it.</summary>
    public TypeMeanings Types { get; init; } = TypeMeanings.None;

    public IncidentSettings Incidents { get; init; } = IncidentSettings.Default;

    /// <summary>Aliases and groups of names, what is archived, and what is shown instead of names.</summary>
    public OrganizationNames Names { get; init; } = OrganizationNames.None;

    /// <summary>Turn tickets, commits and the like in events into links.</summary>
    public IReadOnlyList<LinkPattern> Links { get; init; } = [];

    /// <summary>The ladders with canonical names, each once.</summary>
    public IReadOnlyList<IReadOnlyList<string>> CanonicalLadders =>
        Names.Subjects.Any
            ?
            [
                .. Ladders.Select(ladder =>
                    (IReadOnlyList<string>)[.. ladder.Select(Names.Subjects.CanonicalOf).Distinct(StringComparer.Ordinal)]
                ),
            ]
            : Ladders;

    /// <summary>Events with an earlier time are deleted. Null to delete none.</summary>
    public Timestamp? DeletedBefore(DateTimeOffset now) =>
        RetentionDays is { } days ? Timestamp.Max(Timestamp.MinValue, Timestamp.From(now) - TimeSpan.FromDays(days)) : null;

    /// <param name="json">The settings.</param>
    /// <param name="errors">Receives every error.</param>
    /// <param name="now">What <c>NOW</c> stands for. Null for settings that are stored already.</param>
    /// <returns>Null if an error was added.</returns>
    public static OrganizationSettings? Parse(JsonElement json, ValidationErrors errors, DateTimeOffset? now = null) =>
        SettingsReader.Read(json, errors, now);

    /// <returns>The error in a name, or null.</returns>
    public static string? CheckName(string name) =>
        TextRules.LengthOf(name) > NameLength ? ValidationErrors.TooLong(name, NameLength) : TextRules.CheckCharacters(name);

    /// <summary>The names of members that differ, in the order in which they are written.</summary>
    public IReadOnlyList<string> MembersThatDiffer(OrganizationSettings other)
    {
        using var mine = ToJson();
        using var theirs = other.ToJson();
        return
        [
            .. mine
                .RootElement.EnumerateObject()
                .Where(member => !JsonElement.DeepEquals(member.Value, theirs.RootElement.GetProperty(member.Name)))
                .Select(member => member.Name),
        ];
    }

    /// <summary>Writes every member, so that a client can send the response back.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteStartArray("ladders");
        foreach (var ladder in Ladders)
        {
            writer.WriteStartArray();
            foreach (var subject in ladder)
                writer.WriteStringValue(subject);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteString("timeZone", TimeZone);
        writer.WritePropertyName("businessHours");
        if (BusinessHours is { } hours)
            hours.Write(writer);
        else
            writer.WriteNullValue();
        writer.WritePropertyName("retentionDays");
        if (RetentionDays is { } days)
            writer.WriteNumberValue(days);
        else
            writer.WriteNullValue();
        writer.WriteStartObject("types");
        foreach (var (type, meaning) in Types.Texts.OrderBy(type => type.Key, StringComparer.Ordinal))
            writer.WriteString(type, meaning);
        writer.WriteEndObject();
        writer.WritePropertyName("incidents");
        Incidents.Write(writer);
        Names.Write(writer);
        writer.WriteStartArray("links");
        foreach (var link in Links)
            link.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private JsonDocument ToJson()
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
            Write(writer);
        return JsonDocument.Parse(json.WrittenMemory);
    }
}
