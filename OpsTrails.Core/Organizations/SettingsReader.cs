using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Organizations;

/// <summary>Parses settings and reports every error.</summary>
internal sealed class SettingsReader(ValidationErrors errors, DateTimeOffset? now)
{
    private static readonly string[] Members =
    [
        "name",
        "ladders",
        "timeZone",
        "businessHours",
        "retentionDays",
        "types",
        "incidents",
        "aliases",
        "groups",
        "archived",
        "display",
        "links",
    ];
    private static readonly string[] HoursMembers = ["days", "from", "to"];

    public static OrganizationSettings? Read(JsonElement json, ValidationErrors errors, DateTimeOffset? now)
    {
        if (!JsonMembers.AreReadable(json, Members, errors, depth: 8))
            return null;
        var settings = new SettingsReader(errors, now).Read(json);
        return errors.Any ? null : settings;
    }

    private OrganizationSettings Read(JsonElement json) =>
        new()
        {
            Name = ReadText(json, "name", "name", OrganizationSettings.CheckName) ?? "",
            Ladders = JsonMembers.Find(json, "ladders") is { } ladders ? ReadLadders(ladders) : [],
            TimeZone = ReadText(json, "timeZone", "timeZone", CheckZone) ?? OrganizationSettings.DefaultTimeZone,
            BusinessHours = JsonMembers.Find(json, "businessHours") is { } hours ? ReadHours(hours) : null,
            RetentionDays = JsonMembers.Find(json, "retentionDays") is { } days ? ReadRetention(days) : null,
            Types = JsonMembers.Find(json, "types") is { } types
                ? TypeMeanings.Read(types, errors, "types") ?? TypeMeanings.None
                : TypeMeanings.None,
            Incidents = JsonMembers.Find(json, "incidents") is { } incidents
                ? IncidentSettings.Read(incidents, errors)
                : IncidentSettings.Default,
            Names = new NamesReader(errors, now).Read(json),
            Links = JsonMembers.Find(json, "links") is { } links ? new LinksReader(errors).Read(links) : [],
        };

    private List<IReadOnlyList<string>> ReadLadders(JsonElement json)
    {
        var ladders = new List<IReadOnlyList<string>>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        if (!IsList(json, "ladders", OrganizationSettings.MaxLadders))
            return ladders;
        foreach (var (ladder, i) in json.EnumerateArray().Select((ladder, i) => (ladder, i)))
        {
            var path = $"ladders[{i}]";
            if (!IsList(ladder, path, OrganizationSettings.MaxStages))
                continue;
            if (ladder.GetArrayLength() == 0)
                errors.Add(path, "is empty. Name its stages from first to last, or omit it");
            ladders.Add([.. ladder.EnumerateArray().Select((stage, j) => ReadStage(stage, $"{path}[{j}]", placed))]);
        }
        return ladders;
    }

    private string ReadStage(JsonElement json, string path, HashSet<string> placed)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, $"must be a string, not {JsonText.KindOf(json)}");
            return "";
        }
        var subject = json.GetString()!;
        if (TextRules.LengthOf(subject) is 0 or > EventRules.MaxSubjectLength)
            errors.Add(path, $"must have 1 to {EventRules.MaxSubjectLength} characters, like a subject");
        else if (TextRules.CheckCharacters(subject) is { } wrong)
            errors.Add(path, wrong);
        else if (!placed.Add(subject))
            errors.Add(path, $"{ValidationErrors.Quote(subject)} appears twice. Put a subject on one ladder only, once");
        return subject;
    }

    private BusinessHours? ReadHours(JsonElement json)
    {
        if (!JsonMembers.IsObject(json, "businessHours", errors))
            return null;
        JsonMembers.ReportUnknown(json, "businessHours.", HoursMembers, errors);
        var days = JsonMembers.Find(json, "days") is { } list ? ReadDays(list) : [];
        if (days.Count == 0 && !errors.All.Any(error => error.Field.StartsWith("businessHours.days", StringComparison.Ordinal)))
            errors.Add("businessHours.days", $"is required. Send a list of {ValidationErrors.AnyOf(BusinessHours.DayNames)}");
        var from = ReadTime(json, "from");
        var to = ReadTime(json, "to");
        if (from is not null && to is not null && from >= to)
            errors.Add("businessHours.to", "must be after from");
        return new BusinessHours(days, from ?? default, to ?? default);
    }

    private List<DayOfWeek> ReadDays(JsonElement json)
    {
        var days = new List<DayOfWeek>();
        if (!IsList(json, "businessHours.days", BusinessHours.DayNames.Count))
            return days;
        foreach (var (item, i) in json.EnumerateArray().Select((item, i) => (item, i)))
        {
            var path = $"businessHours.days[{i}]";
            if (item.ValueKind != JsonValueKind.String)
                errors.Add(path, $"must be a string, not {JsonText.KindOf(item)}");
            else if (!BusinessHours.TryParseDay(item.GetString(), out var day))
                errors.Add(path, ValidationErrors.Unknown(item.GetString()!, BusinessHours.DayNames));
            else if (days.Contains(day))
                errors.Add(path, $"{ValidationErrors.Quote(item.GetString()!)} {JsonText.Twice}");
            else
                days.Add(day);
        }
        return days;
    }

    private TimeOnly? ReadTime(JsonElement json, string name)
    {
        var path = "businessHours." + name;
        var text = ReadText(
            json,
            name,
            path,
            value => TryParseTime(value, out _) ? null : $"{ValidationErrors.Quote(value)} is not a time of day. Send HH:mm, such as 09:00"
        );
        if (text is null && JsonMembers.Find(json, name) is null)
            errors.Add(path, "is required. Send HH:mm, such as 09:00");
        return TryParseTime(text, out var time) ? time : null;
    }

    private int? ReadRetention(JsonElement json)
    {
        if (
            json.ValueKind == JsonValueKind.Number
            && json.TryGetInt32(out var days)
            && days is >= 1 and <= OrganizationSettings.MaxRetentionDays
        )
            return days;
        errors.Add(
            "retentionDays",
            $"must be a whole number from 1 to {OrganizationSettings.MaxRetentionDays}, or null to keep everything"
        );
        return null;
    }

    private string? ReadText(JsonElement json, string name, string path, Func<string, string?> check)
    {
        if (JsonMembers.Find(json, name) is not { } value)
            return null;
        var wrong = value.ValueKind == JsonValueKind.String ? check(value.GetString()!) : $"must be a string, not {JsonText.KindOf(value)}";
        if (wrong is not null)
            errors.Add(path, wrong);
        return wrong is null ? value.GetString() : null;
    }

    private bool IsList(JsonElement json, string path, int most)
    {
        if (json.ValueKind != JsonValueKind.Array)
            errors.Add(path, $"must be an array, not {JsonText.KindOf(json)}");
        else if (json.GetArrayLength() > most)
            errors.Add(path, $"has {json.GetArrayLength()} entries, at most {most} are allowed");
        else
            return true;
        return false;
    }

    private static string? CheckZone(string name) => LocalTime.TryFindZone(name, out _) ? null : LocalTime.UnknownZone(name);

    private static bool TryParseTime(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
