using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// The texts of an event that search looks at, with the canonical names of its environment and system. Parses the description only if the
/// other texts don't decide.
/// </summary>
internal sealed class EventTexts(RecordedEvent e, OrganizationNames names)
{
    private string? _description;

    public bool Contain(string term) =>
        Contains(e.Type, term)
        || Contains(e.Source, term)
        || Contains(e.Subject, term)
        || Contains(e.Version, term)
        || (names.HasAliases && (Contains(names.Source(e.Source), term) || Contains(names.Subject(e.Subject), term)))
        || Contains(_description ??= EventDescription.Of(e) ?? "", term);

    /// <summary>Compares after simple case mapping of all of Unicode, so the result doesn't depend on the machine or its culture.</summary>
    private static bool Contains(string? text, string term) => text is not null && text.Contains(term, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The member <c>description</c> of an event's data.</summary>
public static class EventDescription
{
    public static string? Of(RecordedEvent e)
    {
        var reader = new Utf8JsonReader(e.Json.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1 && !reader.ValueTextEquals("data"u8))
                reader.Skip();
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("description"u8))
                return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            else if (reader.CurrentDepth == 2)
                reader.Skip();
        }
        return null;
    }
}
