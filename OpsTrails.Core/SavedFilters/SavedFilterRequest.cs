using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.SavedFilters;

/// <summary>Requests a saved filter: <c>{"name":"Production","query":"subject:PRODUCTION","range":"-7d"}</c>.</summary>
public sealed record SavedFilterRequest(string Name, string Query, string? Range)
{
    public const int NameLength = 100;

    /// <summary>In UTF-8. A row holds 100 filters even if JSON escapes every character.</summary>
    public const int QueryBytes = 2_000;

    private static readonly string[] Members = ["name", "query", "range"];

    /// <returns>Null if an error was added.</returns>
    public static SavedFilterRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors errors)
    {
        if (!JsonMembers.AreReadable(json, Members, errors))
            return null;

        var name = JsonMembers.ReadText(json, "name", errors);
        if (
            name is not null
            && (string.IsNullOrWhiteSpace(name) || TextRules.LengthOf(name) > NameLength || TextRules.CheckCharacters(name) is not null)
        )
            errors.Add("name", $"must have 1 to {NameLength} characters, at least one of them visible, and no control characters");
        var query = JsonMembers.ReadText(json, "query", errors, "Send \"\" for all events");
        if (query is not null)
            CheckQuery(query, errors);
        var range = JsonMembers.FindText(json, "range", errors);
        if (range is not null && !TimeExpression.IsSpan(range, now))
            errors.Add("range", $"{ValidationErrors.Quote(range)} is not a span. Send one such as -24h, -7d or -4w, or null");
        return errors.Any ? null : new SavedFilterRequest(name!.Trim(), query!, range);
    }

    private static void CheckQuery(string query, ValidationErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(query) is > QueryBytes and var bytes)
        {
            errors.Add("query", $"is too long: {bytes} bytes in UTF-8, at most {QueryBytes}");
            return;
        }
        if (TextRules.CheckCharacters(query) is { } character)
            errors.Add("query", character);
        var (filter, wrong) = (new FilterBuilder(), new ValidationErrors());
        FilterGrammar.Read(query, filter, wrong);
        foreach (var error in wrong.All)
            errors.Add("query", error.Message);
        if (filter.Count > FilterBuilder.MaxValues)
            errors.Add("query", filter.TooMany);
    }
}
