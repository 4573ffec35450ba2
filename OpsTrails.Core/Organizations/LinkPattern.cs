using System.Text.Json;

namespace OpsTrails.Core.Organizations;

/// <summary>
/// Turns a part of an event's text into a link. A pattern is plain text with placeholders, not a regular expression: readers match it in
/// one pass, whatever the text is.
/// </summary>
/// <param name="Pattern">Such as <c>{project}-{number}</c>.</param>
/// <param name="Url">Such as <c>https://jira.example.com/browse/{project}-{number}</c>.</param>
/// <param name="Fields">Where to look, such as <c>data.ticket</c>. Null for the version and all of <c>data</c>.</param>
public sealed record LinkPattern(string Pattern, string Url, IReadOnlyList<string>? Fields)
{
    public const int MaxPatterns = 20;
    public const int MaxPatternLength = 100;
    public const int MaxUrlLength = 500;
    public const int MaxFields = 10;
    public const int MaxFieldLength = 100;

    /// <summary>
    /// What a placeholder stands for: number (1 to 18 digits), project (2 to 10 capital letters and digits, a letter first),
    /// commit (7 to 40 lower-case hexadecimal digits) and word (1 to 100 letters, digits and underscores).
    /// </summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["number", "project", "commit", "word"];

    /// <summary>Placeholders of the URL that come from the last two segments of the event's source.</summary>
    public static IReadOnlyList<string> OfSource { get; } = ["owner", "repository"];

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("pattern", Pattern);
        writer.WriteString("url", Url);
        if (Fields is not null)
        {
            writer.WriteStartArray("fields");
            foreach (var field in Fields)
                writer.WriteStringValue(field);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
