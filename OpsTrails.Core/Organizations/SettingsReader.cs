using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Organizations;

/// <summary>Reads settings from JSON and names every fault.</summary>
internal sealed class SettingsReader(ValidationErrors faults)
{
    private static readonly string[] Members = ["name", "ladders", "timeZone", "businessHours", "retentionDays"];
    private static readonly string[] HoursMembers = ["days", "from", "to"];

    public static OrganizationSettings? Read(JsonElement json, ValidationErrors faults)
    {
        if (JsonText.FindFault(json, depth: 8) is { } fault)
        {
            faults.Add(fault.Path == "event" ? "body" : fault.Path, fault.Message);
            return null;
        }
        var settings = new SettingsReader(faults).Read(json);
        return faults.Any ? null : settings;
    }

    private OrganizationSettings? Read(JsonElement json)
    {
        if (!IsObject(json, "body", "", Members))
            return null;
        return new OrganizationSettings
        {
            Name = ReadText(json, "name", "name", OrganizationSettings.CheckName) ?? "",
            Ladders = Find(json, "ladders") is { } ladders ? ReadLadders(ladders) : [],
            TimeZone = ReadText(json, "timeZone", "timeZone", CheckZone) ?? OrganizationSettings.DefaultTimeZone,
            BusinessHours = Find(json, "businessHours") is { } hours ? ReadHours(hours) : null,
            RetentionDays = Find(json, "retentionDays") is { } days ? ReadRetention(days) : null,
        };
    }

    private List<IReadOnlyList<string>> ReadLadders(JsonElement json)
    {
        var ladders = new List<IReadOnlyList<string>>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        if (!IsList(json, "ladders", OrganizationSettings.MostLadders))
            return ladders;
        foreach (var (ladder, i) in json.EnumerateArray().Select((ladder, i) => (ladder, i)))
        {
            var path = $"ladders[{i}]";
            if (!IsList(ladder, path, OrganizationSettings.MostStages))
                continue;
            if (ladder.GetArrayLength() == 0)
                faults.Add(path, "is empty, name its stages from the first to the last, or leave it out");
            ladders.Add([.. ladder.EnumerateArray().Select((stage, j) => ReadStage(stage, $"{path}[{j}]", placed))]);
        }
        return ladders;
    }

    private string ReadStage(JsonElement json, string path, HashSet<string> placed)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            faults.Add(path, $"must be a string, but {JsonText.KindOf(json)} came");
            return "";
        }
        var subject = json.GetString()!;
        if (TextRules.LengthOf(subject) is 0 or > EventRules.SubjectLength)
            faults.Add(path, $"must have 1 to {EventRules.SubjectLength} characters, as a subject has");
        else if (TextRules.CheckCharacters(subject) is { } wrong)
            faults.Add(path, wrong);
        else if (!placed.Add(subject))
            faults.Add(path, $"{ValidationErrors.Quote(subject)} is there twice, a subject stands on one ladder, once");
        return subject;
    }

    private BusinessHours? ReadHours(JsonElement json)
    {
        if (!IsObject(json, "businessHours", "businessHours.", HoursMembers))
            return null;
        var days = Find(json, "days") is { } list ? ReadDays(list) : [];
        if (days.Count == 0 && !faults.All.Any(fault => fault.Field.StartsWith("businessHours.days", StringComparison.Ordinal)))
            faults.Add("businessHours.days", $"is required: some of {string.Join(", ", BusinessHours.DayNames)}");
        var from = ReadTime(json, "from");
        var to = ReadTime(json, "to");
        if (from is not null && to is not null && from >= to)
            faults.Add("businessHours.to", "must be after from");
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
                faults.Add(path, $"must be a string, but {JsonText.KindOf(item)} came");
            else if (!BusinessHours.TryParseDay(item.GetString(), out var day))
                faults.Add(path, $"{ValidationErrors.Quote(item.GetString()!)} is not one of {string.Join(", ", BusinessHours.DayNames)}");
            else if (days.Contains(day))
                faults.Add(path, $"{ValidationErrors.Quote(item.GetString()!)} is there twice");
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
            value => TryParseTime(value, out _) ? null : $"{ValidationErrors.Quote(value)} is no time of day, send HH:mm, such as 09:00"
        );
        if (text is null && Find(json, name) is null)
            faults.Add(path, "is required: HH:mm, such as 09:00");
        return TryParseTime(text, out var time) ? time : null;
    }

    private int? ReadRetention(JsonElement json)
    {
        if (
            json.ValueKind == JsonValueKind.Number
            && json.TryGetInt32(out var days)
            && days is >= 1 and <= OrganizationSettings.MostRetentionDays
        )
            return days;
        faults.Add(
            "retentionDays",
            $"must be a whole number from 1 to {OrganizationSettings.MostRetentionDays}, or null to keep everything"
        );
        return null;
    }

    private string? ReadText(JsonElement json, string name, string path, Func<string, string?> check)
    {
        if (Find(json, name) is not { } value)
            return null;
        var wrong =
            value.ValueKind == JsonValueKind.String ? check(value.GetString()!) : $"must be a string, but {JsonText.KindOf(value)} came";
        if (wrong is not null)
            faults.Add(path, wrong);
        return wrong is null ? value.GetString() : null;
    }

    private bool IsObject(JsonElement json, string path, string prefix, string[] members)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return false;
        }
        foreach (var member in json.EnumerateObject().Where(member => !members.Contains(member.Name, StringComparer.Ordinal)))
            faults.Add(ValidationErrors.Quote(prefix + member.Name), $"is not known here, send {string.Join(", ", members)}");
        return true;
    }

    private bool IsList(JsonElement json, string path, int most)
    {
        if (json.ValueKind != JsonValueKind.Array)
            faults.Add(path, $"must be an array, but {JsonText.KindOf(json)} came");
        else if (json.GetArrayLength() > most)
            faults.Add(path, $"has {json.GetArrayLength()} entries, at most {most} are allowed");
        else
            return true;
        return false;
    }

    private static JsonElement? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? CheckZone(string name) =>
        LocalTime.TryFindZone(name, out _) ? null : $"{ValidationErrors.Quote(name)} is not known, send an IANA name such as Europe/Warsaw";

    private static bool TryParseTime(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
