using System.Text;
using System.Text.Json;

namespace OpsTrails.Core.Meaning;

/// <summary>Reads hints in one pass, without a document.</summary>
internal static class EventHintsReader
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static EventHints ReadEvent(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        var hints = EventHints.None;
        if (json.IsEmpty || !IsObject(ref reader))
            return hints;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = IsNamed(ref reader, "data");
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isData)
                hints = Read(json[start..(int)reader.BytesConsumed]);
        }
        return hints;
    }

    public static EventHints Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        var hints = EventHints.None;
        if (json.IsEmpty || !IsObject(ref reader))
            return hints;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Find(ref reader);
            reader.Read();
            if (member is not null)
                hints = member.With(hints, TextOf(ref reader, member));
            reader.Skip();
        }
        return hints;
    }

    private static bool IsObject(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    private static EventHintsMember? Find(ref Utf8JsonReader reader)
    {
        foreach (var member in EventHintsMember.All)
        {
            if (IsNamed(ref reader, member.Name))
                return member;
        }
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader, EventHintsMember member)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False when member.StatesOutcome:
                return OutcomeOf(reader.TokenType == JsonTokenType.True);
            case JsonTokenType.String when StringOf(ref reader) is { Length: > 0 } text:
                return member.Name == "success" && bool.TryParse(text, out var value) ? OutcomeOf(value) : Cut(text);
            case JsonTokenType.Number when member.Name == "id":
                return Cut(Encoding.UTF8.GetString(reader.ValueSpan));
            default:
                return null;
        }
    }

    private static string OutcomeOf(bool value) => EventOutcomeNames.Of(value ? EventOutcome.Succeeded : EventOutcome.Failed);

    private static string Cut(string text)
    {
        const int Max = EventHints.MaxLength;
        return text.Length <= Max ? text : text[..(char.IsHighSurrogate(text[Max - 1]) ? Max - 1 : Max)];
    }

    /// <summary>The JSON grammar allows escaped unpaired surrogates, which the reader refuses to decode.</summary>
    private static string? StringOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
