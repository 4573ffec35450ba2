using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Organizations;

/// <summary>Parses the aliases, groups, archived and displayed names of the settings, and reports every error.</summary>
internal sealed class NamesReader(ValidationErrors errors, DateTimeOffset? now)
{
    private static readonly string[] Fields = ["subjects", "sources"];

    public OrganizationNames Read(JsonElement settings)
    {
        var (subjects, sources) = JsonMembers.Find(settings, "aliases") is { } aliases
            ? ReadAliases(aliases)
            : (Aliases.None, Aliases.None);
        var groups = JsonMembers.Find(settings, "groups") is { } named ? ReadGroups(named, subjects) : [];
        var archived = JsonMembers.Find(settings, "archived") is { } names ? ReadArchived(names) : ArchivedNames.None;
        var display = JsonMembers.Find(settings, "display") is { } labels ? ReadDisplay(labels) : DisplayNames.None;
        return new OrganizationNames(subjects, sources, groups, archived) { Display = display };
    }

    private (Aliases Subjects, Aliases Sources) ReadAliases(JsonElement json)
    {
        if (!JsonMembers.IsObject(json, "aliases", errors))
            return (Aliases.None, Aliases.None);
        JsonMembers.ReportUnknown(json, "aliases.", Fields, errors);
        return (Read("subjects", EventRules.MaxSubjectLength), Read("sources", EventRules.SourceLength));

        Aliases Read(string field, int maxLength) =>
            JsonMembers.Find(json, field) is { } own ? ReadAliases(own, $"aliases.{field}", maxLength) : Aliases.None;
    }

    private Aliases ReadAliases(JsonElement json, string path, int maxLength)
    {
        var texts = ReadLists(json, path, OrganizationSettings.MaxAliases, OrganizationSettings.MaxAliasesOfName, maxLength);
        var isValid = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (canonical, alias) in texts.SelectMany(pair => pair.Value.Select(alias => (pair.Key, alias))))
        {
            if (texts.ContainsKey(alias))
                Refuse(canonical, $"{ValidationErrors.Quote(alias)} has aliases of its own. Name a final name and its aliases only");
            else if (!seen.Add(alias))
                Refuse(canonical, $"{ValidationErrors.Quote(alias)} appears twice. Let it count as one name only");
        }
        return isValid ? new Aliases(texts) : Aliases.None;

        void Refuse(string canonical, string message)
        {
            errors.Add($"{path}.{canonical}", message);
            isValid = false;
        }
    }

    private Dictionary<string, IReadOnlyList<string>> ReadGroups(JsonElement json, Aliases subjects)
    {
        var groups = ReadLists(
            json,
            "groups",
            OrganizationSettings.MaxGroups,
            OrganizationSettings.MaxMembersOfGroup,
            EventRules.MaxSubjectLength
        );
        foreach (var (name, members) in groups)
        {
            if (subjects.AllOf(name) is not [var only] || only != name)
                errors.Add($"groups.{name}", "is also the name of an environment in aliases. Choose another name");
            if (members.Count == 0)
                errors.Add($"groups.{name}", "is empty. Name its environments, or omit it");
            if (members.FirstOrDefault(groups.ContainsKey) is { } group)
                errors.Add($"groups.{name}", $"{ValidationErrors.Quote(group)} is a group too. Name environments only");
        }
        return groups;
    }

    private ArchivedNames ReadArchived(JsonElement json)
    {
        if (!JsonMembers.IsObject(json, "archived", errors))
            return ArchivedNames.None;
        JsonMembers.ReportUnknown(json, "archived.", Fields, errors);
        return new(Read("subjects", EventRules.MaxSubjectLength), Read("sources", EventRules.SourceLength));

        Dictionary<string, Timestamp> Read(string field, int maxLength) =>
            JsonMembers.Find(json, field) is { } own ? ReadMoments(own, $"archived.{field}", maxLength) : [];
    }

    private DisplayNames ReadDisplay(JsonElement json)
    {
        if (!JsonMembers.IsObject(json, "display", errors))
            return DisplayNames.None;
        JsonMembers.ReportUnknown(json, "display.", Fields, errors);
        return new(Read("subjects", EventRules.MaxSubjectLength), Read("sources", EventRules.SourceLength));

        Dictionary<string, string> Read(string field, int maxLength) =>
            JsonMembers.Find(json, field) is { } own ? ReadLabels(own, $"display.{field}", maxLength) : [];
    }

    private Dictionary<string, string> ReadLabels(JsonElement json, string path, int maxLength)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!JsonMembers.IsObject(json, path, errors) || !HasAtMost(json.GetPropertyCount(), OrganizationSettings.MaxDisplayed, path))
            return labels;
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in json.EnumerateObject())
        {
            var own = $"{path}.{member.Name}";
            if (!IsName(member.Name, path, maxLength))
                continue;
            if (member.Value.ValueKind != JsonValueKind.String)
                errors.Add(own, $"must be a string, not {JsonText.KindOf(member.Value)}. Send the label to show");
            else if (ReadLabel(member.Value.GetString()!, own) is not { } label)
                continue;
            else if (names.TryGetValue(label, out var other))
                errors.Add(own, $"{ValidationErrors.Quote(label)} is the label of {ValidationErrors.Quote(other)} too. Use another label");
            else
            {
                names.Add(label, member.Name);
                labels.Add(member.Name, label);
            }
        }
        return labels;
    }

    private string? ReadLabel(string text, string path)
    {
        var label = TextRules.Trim(text);
        var wrong =
            label.Length == 0 ? "is an empty label. Send the text to show, or omit the name"
            : TextRules.LengthOf(label) > DisplayNames.LabelLength ? ValidationErrors.TooLong(label, DisplayNames.LabelLength)
            : TextRules.CheckCharacters(text);
        if (wrong is not null)
            errors.Add(path, wrong);
        return wrong is null ? label : null;
    }

    private Dictionary<string, Timestamp> ReadMoments(JsonElement json, string path, int maxLength)
    {
        var moments = new Dictionary<string, Timestamp>(StringComparer.Ordinal);
        if (!JsonMembers.IsObject(json, path, errors) || !HasAtMost(json.GetPropertyCount(), OrganizationSettings.MaxArchived, path))
            return moments;
        foreach (var member in json.EnumerateObject())
        {
            var own = $"{path}.{member.Name}";
            if (!IsName(member.Name, path, maxLength))
                continue;
            if (member.Value.ValueKind != JsonValueKind.String)
                errors.Add(own, $"must be a string, not {JsonText.KindOf(member.Value)}. Send NOW or a time");
            else if (ReadMoment(member.Value.GetString()!, own) is { } at)
                moments.Add(member.Name, at);
        }
        return moments;
    }

    private Timestamp? ReadMoment(string text, string path)
    {
        if (now is { } current && text.Equals("NOW", StringComparison.OrdinalIgnoreCase))
            return Timestamp.From(current);
        if (!Instant.TryParse(text, out var at, out var reason))
            errors.Add(path, reason);
        else if (now is { } latest && at > Timestamp.From(latest))
            errors.Add(path, $"{at} is in the future. Send NOW or an earlier time");
        else
            return at;
        return null;
    }

    private Dictionary<string, IReadOnlyList<string>> ReadLists(JsonElement json, string path, int most, int mostOfOne, int maxLength)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (!JsonMembers.IsObject(json, path, errors) || !HasAtMost(json.GetPropertyCount(), most, path))
            return lists;
        foreach (var member in json.EnumerateObject())
        {
            var own = $"{path}.{member.Name}";
            if (!IsName(member.Name, path, maxLength))
                continue;
            if (member.Value.ValueKind != JsonValueKind.Array)
                errors.Add(own, $"must be an array of names, not {JsonText.KindOf(member.Value)}");
            else if (HasAtMost(member.Value.GetArrayLength(), mostOfOne, own))
                lists.Add(member.Name, ReadNames(member.Value, own, maxLength));
        }
        return lists;
    }

    private List<string> ReadNames(JsonElement json, string path, int maxLength)
    {
        var names = new List<string>();
        foreach (var (item, i) in json.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (item.ValueKind != JsonValueKind.String)
                errors.Add($"{path}[{i}]", $"must be a string, not {JsonText.KindOf(item)}");
            else if (IsName(item.GetString()!, $"{path}[{i}]", maxLength))
                names.Add(item.GetString()!);
        }
        return names;
    }

    private bool IsName(string name, string path, int maxLength)
    {
        var wrong =
            name.Length == 0 ? "has an empty name. Use a name as it is sent in events"
            : TextRules.LengthOf(name) > maxLength ? ValidationErrors.TooLong(name, maxLength)
            : TextRules.CheckCharacters(name);
        if (wrong is not null)
            errors.Add(path, wrong);
        return wrong is null;
    }

    private bool HasAtMost(int count, int most, string path)
    {
        if (count > most)
            errors.Add(path, $"has {count} entries, at most {most} are allowed");
        return count <= most;
    }
}
