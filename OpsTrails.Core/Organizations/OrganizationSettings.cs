using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>What an organization decides about itself. A member that is left out has its default.</summary>
public sealed record OrganizationSettings
{
    public const int NameLength = 100;
    public const int MostLadders = 50;
    public const int MostStages = 50;
    public const int MostRetentionDays = 36_500;
    public const string DefaultTimeZone = "UTC";

    public static readonly OrganizationSettings Default = new();

    /// <summary>For people to read; up to 100 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Orders in which versions move from environment to environment: <c>[["DEV","STAGING","PRODUCTION"]]</c>. A subject stands in one only.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Ladders { get; init; } = [];

    /// <summary>The IANA name of the zone in which people there live.</summary>
    public string TimeZone { get; init; } = DefaultTimeZone;

    /// <summary>In <see cref="TimeZone"/>; null when none are set.</summary>
    public BusinessHours? BusinessHours { get; init; }

    /// <summary>How long events are kept, by their time; null for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Events whose time is before this, in UTC ticks, are to be deleted; null when none are. One of that very moment is kept.</summary>
    public long? DeletedBefore(DateTimeOffset now) =>
        RetentionDays is { } days ? Math.Max(0, now.UtcTicks - days * TimeSpan.TicksPerDay) : null;

    /// <returns>Null exactly when a fault was added.</returns>
    public static OrganizationSettings? Parse(JsonElement json, ValidationErrors faults) => SettingsReader.Read(json, faults);

    /// <returns>What is wrong with a name; null when nothing is.</returns>
    public static string? CheckName(string name) =>
        TextRules.LengthOf(name) > NameLength
            ? $"has {TextRules.LengthOf(name)} characters, at most {NameLength} are allowed"
            : TextRules.CheckCharacters(name);

    /// <summary>The names of members that are not the same in both, in the order in which they are written.</summary>
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

    /// <summary>Writes every member, so that what is given back can be sent again.</summary>
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
