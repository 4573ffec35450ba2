using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>Parses the link patterns of the settings and reports every error.</summary>
internal sealed partial class LinksReader(ValidationErrors errors)
{
    private static readonly string[] Members = ["pattern", "url", "fields"];
    private static readonly string[] EventFields = ["version", "source", "subject"];

    public IReadOnlyList<LinkPattern> Read(JsonElement json)
    {
        if (!IsList(json, "links", LinkPattern.MaxPatterns))
            return [];
        return [.. json.EnumerateArray().Select((item, i) => ReadPattern(item, $"links[{i}]")).OfType<LinkPattern>()];
    }

    private LinkPattern? ReadPattern(JsonElement json, string path)
    {
        if (!JsonMembers.IsObject(json, path, errors))
            return null;
        JsonMembers.ReportUnknown(json, path + ".", Members, errors);
        var pattern = ReadText(
            json,
            "pattern",
            path,
            LinkPattern.MaxPatternLength,
            "Send text with placeholders, such as {project}-{number}"
        );
        if (pattern is not null)
            CheckPattern(pattern, path + ".pattern");
        var url = ReadText(
            json,
            "url",
            path,
            LinkPattern.MaxUrlLength,
            "Send an address with placeholders, such as https://jira.example.com/browse/{project}-{number}"
        );
        if (url is not null)
            CheckUrl(url, pattern, path + ".url");
        var fields = JsonMembers.Find(json, "fields") is { } list ? ReadFields(list, path + ".fields") : null;
        return pattern is null || url is null ? null : new LinkPattern(pattern, url, fields);
    }

    private void CheckPattern(string pattern, string path)
    {
        var names = NamesIn(pattern);
        if (Braces().IsMatch(Placeholder().Replace(pattern, "")))
            errors.Add(path, "has a brace that belongs to no placeholder. Write {number}, for example");
        else if (names.Count == 0)
            errors.Add(path, $"has no placeholder. Add one of {Braced(LinkPattern.Placeholders)}");
        CheckNames(names, LinkPattern.Placeholders, path);
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            errors.Add(path, $"{{{twice.Key}}} {JsonText.Twice}");
        if (Touching().Match(pattern) is { Success: true } touching)
            errors.Add(
                path,
                $"{ValidationErrors.Quote(touching.Value)} doesn't say where the placeholder ends. "
                    + "Follow it by a character other than a letter, a digit or an underscore, or end the pattern there"
            );
    }

    private void CheckUrl(string url, string? pattern, string path)
    {
        var names = NamesIn(url);
        var start = url.IndexOf('{');
        var example = Placeholder().Replace(url, "1");
        if (Braces().IsMatch(example))
            errors.Add(path, "has a brace that belongs to no placeholder. Write {number}, for example, and %7B for a brace itself");
        else if (
            !Uri.TryCreate(example, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || !WebAddress().IsMatch(url)
        )
            errors.Add(path, $"{ValidationErrors.Quote(url)} is not a web address. Send one that begins with https:// or http://");
        else if (uri.UserInfo.Length > 0)
            errors.Add(path, "contains a user name. Remove it");
        else if (start >= 0 && start < url.IndexOf('/', url.IndexOf("//", StringComparison.Ordinal) + 2))
            errors.Add(path, "has a placeholder in its host. Use placeholders after the host only");
        else if (start >= 0 && !url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2).Contains('/'))
            errors.Add(path, "has a placeholder in its host. Use placeholders after the host only");
        var own = pattern is null ? LinkPattern.Placeholders : NamesIn(pattern);
        CheckNames(names, [.. own.Intersect(LinkPattern.Placeholders), .. LinkPattern.OfSource], path);
    }

    private void CheckNames(IReadOnlyList<string> names, IReadOnlyList<string> known, string path)
    {
        foreach (var name in names.Except(known, StringComparer.Ordinal))
            errors.Add(path, $"{ValidationErrors.Quote($"{{{name}}}")} is unknown. Use {Braced(known)}");
    }

    private List<string> ReadFields(JsonElement json, string path)
    {
        var fields = new List<string>();
        if (!IsList(json, path, LinkPattern.MaxFields))
            return fields;
        if (json.GetArrayLength() == 0)
            errors.Add(path, "is empty. Name fields such as data.ticket, or omit it to look at the version and all of data");
        foreach (var (item, i) in json.EnumerateArray().Select((item, i) => (item, i)))
        {
            var own = $"{path}[{i}]";
            if (item.ValueKind != JsonValueKind.String)
                errors.Add(own, $"must be a string, not {JsonText.KindOf(item)}");
            else if (CheckField(item.GetString()!) is { } wrong)
                errors.Add(own, wrong);
            else
                fields.Add(item.GetString()!);
        }
        return fields;
    }

    private static string? CheckField(string field) =>
        TextRules.LengthOf(field) > LinkPattern.MaxFieldLength ? ValidationErrors.TooLong(field, LinkPattern.MaxFieldLength)
        : TextRules.CheckCharacters(field) is { } wrong ? wrong
        : EventFields.Contains(field) || DataField().IsMatch(field) ? null
        : $"{ValidationErrors.Quote(field)} is no field. Use version, source, subject, or a member of data such as data.ticket";

    private string? ReadText(JsonElement json, string name, string parent, int maxLength, string hint)
    {
        var path = $"{parent}.{name}";
        if (JsonMembers.Find(json, name) is not { } value)
        {
            errors.Add(path, $"is required. {hint}");
            return null;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, $"must be a string, not {JsonText.KindOf(value)}");
            return null;
        }
        var text = value.GetString()!;
        var wrong =
            text.Length == 0 ? $"is empty. {hint}"
            : TextRules.LengthOf(text) > maxLength ? ValidationErrors.TooLong(text, maxLength)
            : TextRules.CheckCharacters(text);
        if (wrong is not null)
            errors.Add(path, wrong);
        return wrong is null ? text : null;
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

    private static List<string> NamesIn(string template) => [.. Placeholder().Matches(template).Select(match => match.Groups[1].Value)];

    private static string Braced(IEnumerable<string> names) => ValidationErrors.AnyOf([.. names.Select(name => $"{{{name}}}")]);

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[{}]", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();

    /// <summary>A placeholder with what follows it, if that could be part of its value.</summary>
    [GeneratedRegex(@"\{[^{}]*\}(\{[^{}]*\}|[A-Za-z0-9_])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Touching();

    [GeneratedRegex(@"\Ahttps?://[^/?#\\\s]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WebAddress();

    [GeneratedRegex(@"\Adata(\.[^.]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DataField();
}
