using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>An event as a client sends it: members in order, each with its JSON, valid or not.</summary>
internal sealed record SentEvent(IReadOnlyList<(string Name, string Json)> Members)
{
    /// <summary>The current time for parsing.</summary>
    public static readonly DateTimeOffset ReadAt = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static SentEvent Smallest { get; } =
        new([("specversion", "\"1.0\""), ("type", "\"deployment\""), ("source", "\"BE\""), ("time", "\"NOW\"")]);

    /// <summary>Replaces the member in place, or adds it at the end.</summary>
    public SentEvent With(string name, string json) =>
        Members.Any(member => member.Name == name)
            ? new([.. Members.Select(member => member.Name == name ? (name, json) : member)])
            : new([.. Members, (name, json)]);

    public SentEvent WithText(string name, string text) => With(name, Quoted(text));

    public SentEvent Without(string name) => new([.. Members.Where(member => member.Name != name)]);

    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    public string Json => $"{{{string.Join(',', Members.Select(member => $"{Quoted(member.Name)}:{member.Json}"))}}}";

    public ParsedEvent Parse(int subjectLength = EventRules.SubjectLength) => ParsedEvent.Of(Json, subjectLength);
}

/// <summary>The outcome of parsing an event.</summary>
internal sealed record ParsedEvent(EventDraft? Draft, IReadOnlyList<ValidationError> ValidationErrors)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    /// <summary>The draft of an event that must be valid.</summary>
    public EventDraft Valid => Draft ?? throw new InvalidOperationException(string.Join("; ", ValidationErrors));

    /// <summary>The errors as <c>field: message</c>, joined by <c>; </c>.</summary>
    public string ValidationError => string.Join("; ", ValidationErrors);

    public static ParsedEvent Of(string json, int subjectLength = EventRules.SubjectLength)
    {
        var errors = new ValidationErrors();
        var draft = EventParser.Parse(JsonElement.Parse(json, Deep), SentEvent.ReadAt, errors, subjectLength: subjectLength);
        return new ParsedEvent(draft, errors.All);
    }
}
