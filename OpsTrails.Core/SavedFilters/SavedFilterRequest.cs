using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.SavedFilters;

/// <summary>A wish for a saved filter: <c>{"name":"Production","query":"subject:PRODUCTION","range":"-7d"}</c>.</summary>
public sealed record SavedFilterRequest(string Name, string Query, string? Range)
{
    public const int NameLength = 100;

    /// <summary>In UTF-8. A hundred of them fit into a row even when JSON escapes every character.</summary>
    public const int QueryBytes = 2_000;

    private static readonly string[] Members = ["name", "query", "range"];

    /// <returns>Null exactly when a fault was added.</returns>
    public static SavedFilterRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add("body", $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return null;
        }
        if (JsonText.FindFault(json, depth: 4) is { } fault)
        {
            faults.Add(fault.Path == "event" ? "body" : fault.Path, fault.Message);
            return null;
        }

        foreach (var member in json.EnumerateObject().Where(member => !Members.Contains(member.Name, StringComparer.Ordinal)))
            faults.Add(ValidationErrors.Quote(member.Name), "is not known here, send name, query and range");
        var name = Text(json, "name", faults, isRequired: true);
        if (
            name is not null
            && (string.IsNullOrWhiteSpace(name) || TextRules.LengthOf(name) > NameLength || TextRules.CheckCharacters(name) is not null)
        )
            faults.Add("name", $"must have 1 to {NameLength} characters, one of them visible and none of them a control character");
        var query = Text(json, "query", faults, isRequired: true);
        if (query is not null)
            CheckQuery(query, faults);
        var range = Text(json, "range", faults, isRequired: false);
        if (range is not null && !TimeExpression.IsSpan(range, now))
            faults.Add("range", $"{ValidationErrors.Quote(range)} is no span, send one such as -24h, -7d, -4w, or null");
        return faults.Any ? null : new SavedFilterRequest(name!.Trim(), query!, range);
    }

    private static void CheckQuery(string query, ValidationErrors faults)
    {
        if (Encoding.UTF8.GetByteCount(query) is > QueryBytes and var bytes)
        {
            faults.Add("query", $"has {bytes} bytes in UTF-8, at most {QueryBytes} are allowed");
            return;
        }
        if (TextRules.CheckCharacters(query) is { } character)
            faults.Add("query", character);
        var (filter, wrong) = (new FilterBuilder(), new ValidationErrors());
        FilterGrammar.Read(query, filter, wrong);
        foreach (var fault in wrong.All)
            faults.Add("query", fault.Message);
        if (filter.Count > FilterBuilder.MaxValues)
            faults.Add("query", $"names {filter.Count} values, at most {FilterBuilder.MaxValues} are allowed");
    }

    private static string? Text(JsonElement json, string name, ValidationErrors faults, bool isRequired)
    {
        if (!json.TryGetProperty(name, out var value) || (value.ValueKind == JsonValueKind.Null && !isRequired))
        {
            if (isRequired)
                faults.Add(name, name == "query" ? "is required, send \"\" for all events" : "is required");
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        faults.Add(name, $"must be a string, but {JsonText.KindOf(value)} came");
        return null;
    }
}
