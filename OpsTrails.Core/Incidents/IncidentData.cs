using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Incidents;

/// <summary>What the data of an event says about an incident or a freeze.</summary>
/// <param name="Number">The team's own number.</param>
/// <param name="Until">The announced end.</param>
/// <param name="Description">Cut to <see cref="MaxDescription"/>.</param>
public sealed record IncidentData(string? Number, Timestamp? Until, string? Description)
{
    /// <summary>In UTF-16 units. Longer texts are cut.</summary>
    public const int MaxDescription = 200;

    /// <summary>In UTF-16 units. Longer numbers are cut.</summary>
    public const int MaxNumber = 200;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>In the order of their precedence.</summary>
    private static readonly string[] Numbers = ["incident", "incidentId", "incident_id", "dedup_key"];

    /// <summary>A number as it is compared. Null when blank.</summary>
    public static string? Clean(string? number) => string.IsNullOrWhiteSpace(number) ? null : Cut(number.Trim(), MaxNumber);

    /// <param name="json">A whole event.</param>
    public static IncidentData Read(ReadOnlySpan<byte> json)
    {
        var numbers = new string?[Numbers.Length];
        string? until = null;
        string? description = null;
        var reader = new Utf8JsonReader(json, AnyDepth);
        while (!json.IsEmpty && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1)
            {
                if (!reader.ValueTextEquals("data"u8))
                    reader.Skip();
                continue;
            }
            var name = TextOf(ref reader);
            reader.Read();
            if (name is not null && Array.IndexOf(Numbers, name) is var place and >= 0)
                numbers[place] = TextOf(ref reader);
            else if (name == "until")
                until = TextOf(ref reader);
            else if (name == "description")
                description = TextOf(ref reader);
            reader.Skip();
        }
        return new(
            numbers.Select(Clean).FirstOrDefault(number => number is not null),
            until is not null && Instant.TryParse(until, out var end, out _) ? end : null,
            string.IsNullOrWhiteSpace(description) ? null : Cut(description, MaxDescription)
        );
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>The text of a string or a number. The JSON grammar allows unpaired surrogates, which can't be decoded.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType switch
            {
                JsonTokenType.String or JsonTokenType.PropertyName => reader.GetString(),
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
